using System.Net.Sockets;
using Newtonsoft.Json.Linq;
using NginxHa.Cmdlets.Publishing;

namespace NginxHa.Tests.Unit.Cmdlets.Publishing;

public sealed class OwnershipTests
{
    [Fact]
    public void Keepalived_listens_while_only_excluded_addresses_differ()
    {
        NodeAnswer a = Answer("a", ["192.0.2.1", "192.0.2.2"], In(150, "192.0.2.1"), In(150, "192.0.2.2") with { IsExcluded = true });
        NodeAnswer b = Answer("b", [], In(100, "192.0.2.1"), In(100, "192.0.2.3") with { IsExcluded = true });
        Assert.Empty(Problems(listsMatter: true, a, b));

        // A second owner is a mistake, then, and of the addresses that are advertised it is not.
        Assert.Equal(("a and b have 192.0.2.1", true), Assert.Single(Problems(listsMatter: true, a, b with { Owned = ["192.0.2.1"] })));
        NodeAnswer other = Answer("b", ["192.0.2.1", "192.0.2.3"], In(100, "192.0.2.1"), In(100, "192.0.2.3"));
        Assert.Empty(Problems(listsMatter: true, a, other));
        Assert.Equal(["nobody has 192.0.2.1", "nobody has 192.0.2.3"], Problems(listsMatter: true, a, other with { Owned = [] }).Select(problem => problem.Text));
    }

    [Fact]
    public void An_excluded_address_that_the_master_should_have_is_missed()
    {
        NodeAnswer a = Answer("a", ["192.0.2.1"], In(150, "192.0.2.1"), In(150, "192.0.2.2") with { IsExcluded = true });
        NodeAnswer b = Answer("b", [], In(100, "192.0.2.1"), In(100, "192.0.2.2") with { IsExcluded = true });
        Assert.Equal(("nobody has 192.0.2.2", true), Assert.Single(Problems(listsMatter: true, a, b)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_id_of_two_families_is_two_virtual_routers(bool listsMatter)
    {
        // Each family has a master of its own: a better one of the other family is no rival.
        NodeAnswer a = Answer("a", ["192.0.2.1"], In(150, "192.0.2.1"), In(50, "2001:db8::1"));
        NodeAnswer b = Answer("b", ["2001:db8::1"], In(100, "192.0.2.1"), In(100, "2001:db8::1"));
        Assert.Empty(Problems(listsMatter, a, b));
        Assert.Equal(("b has 192.0.2.1, and not a", false), Assert.Single(Problems(listsMatter, a with { Owned = [] }, b with { Owned = ["192.0.2.1", "2001:db8::1"] })));
        Assert.Equal(("nobody has 2001:db8::1", true), Assert.Single(Problems(listsMatter, a, b with { Owned = [] })));

        // An excluded address of the other family belongs to the family that is advertised.
        NodeRouter added = In(100, "2001:db8::2") with { IsExcluded = true, Family = AddressFamily.InterNetwork };
        Assert.Empty(Problems(listsMatter, a, b with { Routers = [.. b.Routers, added] }));
        Assert.Equal(("nobody has 2001:db8::2", true), Assert.Single(Problems(listsMatter, a with { Routers = [.. a.Routers, added with { Priority = 150 }] }, b with { Routers = [.. b.Routers, added] })));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_follows_a_better_node_in_its_sync_group_is_not_expected_to_be_master(bool listsMatter)
    {
        NodeAnswer a = Answer("a", ["192.0.2.1"], In(150, "192.0.2.1"));
        NodeAnswer b = Answer("b", [], In(100, "192.0.2.1") with { SyncGroup = "web" }, In(100, "2001:db8::1") with { SyncGroup = "web" });
        Assert.Empty(Problems(listsMatter, a, b));

        // Alone, or with the others of its group, it is.
        NodeAnswer apart = b with { Routers = [.. b.Routers.Select(router => router with { SyncGroup = null })] };
        Assert.Equal(("nobody has 2001:db8::1", true), Assert.Single(Problems(listsMatter, a, apart)));
        Assert.Equal(["nobody has 192.0.2.1", "nobody has 2001:db8::1"], Problems(listsMatter, b).Select(problem => problem.Text));
    }

    [Fact]
    public void Keepalived_does_not_become_master_for_another_list_while_it_follows_in_the_other_family()
    {
        NodeAnswer a = Answer("a", ["192.0.2.1", "2001:db8::1"], In(150, "192.0.2.1") with { SyncGroup = "web" }, In(150, "2001:db8::1") with { SyncGroup = "web" });
        NodeAnswer b = Answer("b", [], In(100, "192.0.2.1") with { SyncGroup = "web" }, In(100, "192.0.2.2") with { SyncGroup = "web" }, In(100, "2001:db8::1") with { SyncGroup = "web" });
        Assert.Empty(Problems(listsMatter: true, a, b));
        Assert.Equal(("nobody has 192.0.2.1", true), Assert.Single(Problems(listsMatter: true, a with { Owned = ["2001:db8::1"] }, b)));
    }

    [Fact]
    public void One_id_on_two_interfaces_is_two_virtual_routers()
    {
        // The first node still has a document of its own, with one id on two segments; the second one names its interface otherwise.
        NodeAnswer a = Answer("a", ["198.51.100.1"], In(100, "192.0.2.1"), In(200, "198.51.100.1") with { Interface = "eth1" });
        NodeAnswer b = Answer("b", ["192.0.2.1"], In(150, "192.0.2.1") with { Interface = "eth1" });
        Assert.Empty(Problems(listsMatter: false, a, b));
        Assert.Equal(("nobody has 192.0.2.1", true), Assert.Single(Problems(listsMatter: false, a, b with { Owned = [] })));

        // An address that it was not told of: the interface tells which of its routers is the rival.
        NodeAnswer more = Answer("b", ["192.0.2.1"], In(150, "192.0.2.1"), In(150, "192.0.2.9"));
        Assert.Equal(("nobody has 192.0.2.9", true), Assert.Single(Problems(listsMatter: false, a, more)));
    }

    [Fact]
    public void The_answer_of_an_older_module_counts_as_far_as_it_goes()
    {
        NodeAnswer a = Answer("a", ["192.0.2.1", "192.0.2.2", "2001:db8::1"], In(150, "192.0.2.1"), In(150, "192.0.2.2") with { IsExcluded = true }, In(150, "2001:db8::1") with { IsExcluded = true, Family = AddressFamily.InterNetwork });
        NodeAnswer b = Older(Answer("b", [], In(100, "192.0.2.1"), In(100, "192.0.2.2"), In(100, "2001:db8::1")));
        Assert.All(b.Routers, router => Assert.Null(router.IsExcluded));
        Assert.Empty(Problems(listsMatter: true, a, b));

        // Of two addresses the first node was changed to one: the nodes do not hear one another, and no list is taken apart.
        NodeAnswer both = Older(Answer("a", ["192.0.2.1", "192.0.2.2"], In(150, "192.0.2.1"), In(150, "192.0.2.2")));
        Assert.Empty(Problems(listsMatter: true, both, Answer("b", ["192.0.2.1"], In(100, "192.0.2.1"))));

        // Of what nobody tells more, the address alone shows what it is.
        Assert.Equal(["nobody has 192.0.2.1", "nobody has 2001:db8::1"], Problems(listsMatter: true, Older(Answer("b", [], In(100, "192.0.2.1"), In(100, "2001:db8::1")))).Select(problem => problem.Text));
        Assert.Empty(Problems(listsMatter: true, Older(Answer("a", ["192.0.2.1"], In(150, "192.0.2.1"))), Older(Answer("b", ["2001:db8::1"], In(100, "192.0.2.1"), In(200, "2001:db8::1")))));
    }

    [Fact]
    public void An_older_module_reads_the_answer_too()
    {
        NodeAnswer answer = Answer("a", [], In(150, "2001:db8::1") with { IsExcluded = true, Family = AddressFamily.InterNetwork, SyncGroup = "web" });
        Assert.Equal(answer.Routers, NodeAnswer.Read(answer.Write()).Routers);
        JToken list = Assert.Single(JObject.Parse(answer.Write())["routers"]!);
        Assert.Equal(("2001:db8::1", 51, 150, true), ((string?)list[0], (int)list[1]!, (int)list[2]!, (bool)list[3]!));
    }

    private static IEnumerable<(string Text, bool IsOutage)> Problems(bool listsMatter, params NodeAnswer[] answers)
    {
        var ownership = new Ownership(answers, listsMatter);
        return [.. ownership.Addresses.Select(ownership.Problem).OfType<OwnershipProblem>().Select(problem => (problem.Text, problem.IsOutage))];
    }

    private static NodeAnswer Answer(string node, string[] owned, params NodeRouter[] routers) => new() { Node = node, Owned = owned, Routers = routers, IsRunning = true };

    private static NodeRouter In(int priority, string address) => new(address, 51, priority, Preempt: true) { IsExcluded = false, Interface = "eth0" };

    private static NodeAnswer Older(NodeAnswer answer)
    {
        var json = JObject.Parse(answer.Write());
        json["routers"] = new JArray(json["routers"]!.Select(list => new JArray(list.Take(4))));
        return NodeAnswer.Read(json.ToString());
    }
}
