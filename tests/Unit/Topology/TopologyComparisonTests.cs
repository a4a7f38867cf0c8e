using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Tests.Unit.Topology;

public sealed class TopologyComparisonTests
{
    private const string Base = """
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority 100
            advert_int 1
            authentication {
                auth_type PASS
                auth_pass 1111
            }
            virtual_ipaddress {
                192.0.2.100/24
                192.0.2.101/24
            }
        }
        """;

    private static readonly string Master = Change("state BACKUP", "state MASTER", "priority 100", "priority 150");

    [Fact]
    public void A_pair_that_fits_has_no_findings() => Assert.Empty(Compare(Master, Base));

    [Fact]
    public void The_order_of_addresses_does_not_matter() =>
        Assert.Empty(Compare(Master, Change("192.0.2.100/24\n        192.0.2.101/24", "192.0.2.101/24\n        192.0.2.100/24")));

    [Theory]
    [InlineData("virtual_router_id 51", "virtual_router_id 52", "VirtualRouterIdDiffers", 4)]
    [InlineData("advert_int 1", "advert_int 2", "IntervalDiffers", 6)]
    [InlineData("auth_pass 1111", "auth_pass 1112", "SecretDiffers", 7)]
    [InlineData("auth_type PASS", "auth_type AH", "AuthenticationDiffers", 7)]
    [InlineData("192.0.2.101/24", "192.0.2.102/24", "AddressesDiffer", 11)]
    [InlineData("192.0.2.101/24", "192.0.2.101/25", "PrefixDiffers", 11)]
    [InlineData("priority 100", "priority 150", "EqualPriorities", 5)]
    [InlineData("state BACKUP", "state MASTER", "SeveralMasters", 2)]
    [InlineData("state BACKUP", "state BACKUP\n    nopreempt", "PreemptionDiffers", 3)]
    [InlineData("advert_int 1", "advert_int 1\n    unicast_src_ip 192.0.2.2\n    unicast_peer {\n    192.0.2.1\n    }", "UnicastDiffers", 8)]
    [InlineData("advert_int 1", "advert_int 1\n    use_vmac", "VirtualMacDiffers", 7)]
    [InlineData("advert_int 1", "advert_int 1\n    version 3", "VersionDiffers", 7)]
    public void What_does_not_fit_is_found_on_the_second_node_with_its_line(string from, string to, string id, int line)
    {
        Finding finding = Compare(Master, Change(from, to)).First(f => f.Id == id);
        Assert.Equal(("B", "B.conf", line), (finding.Node, finding.File, finding.Line));
    }

    [Fact]
    public void Two_masters_with_the_same_priority_are_the_worst() => Assert.Contains(
        Compare(Master, Master), finding => finding is { Id: "TwoMasters", Severity: FindingSeverity.Error, Line: 5 });

    [Fact]
    public void An_instance_that_is_missing_is_found() =>
        Assert.Equal("InstanceMissing", Assert.Single(Compare(Master, string.Empty)).Id);

    [Theory]
    [InlineData("eth1", "eth1")]
    [InlineData("eth1", "ens7")]
    [InlineData("eth1", "eth0")]
    public void One_id_on_two_interfaces_is_two_virtual_routers_each_with_a_twin(string one, string other)
    {
        // The other node may name its interfaces otherwise, or list the routers in another order; what is the same are the addresses.
        string Second(string text, string link) => text
            .Replace("VI_1", "VI_2", StringComparison.Ordinal).Replace("interface eth0", $"interface {link}", StringComparison.Ordinal).Replace("192.0.2.", "198.51.100.", StringComparison.Ordinal);
        string first = Base.Replace("interface eth0", other == "eth0" ? "interface eth1" : "interface eth0", StringComparison.Ordinal);
        Assert.Empty(Compare(Master + '\n' + Second(Master, one), Second(Base, other) + '\n' + first));
        Finding finding = Assert.Single(Compare(Master + '\n' + Second(Master, one), first + '\n' + Second(Base, other).Replace("auth_pass 1111", "auth_pass 1112", StringComparison.Ordinal)));
        Assert.Equal(("SecretDiffers", "VI_2"), (finding.Id, finding.Subject));
        Assert.Equal("InstanceMissing", Assert.Single(Compare(Master + '\n' + Second(Master, one), first)).Id);

        // An interface of the same name is no reason where the addresses belong to another router.
        Assert.Equal("InstanceMissing", Assert.Single(Compare(Master + '\n' + Second(Master, "eth1"), Second(Base, "eth0"))).Id);

        // Where the lists have nothing in common, the interface tells.
        Assert.Equal("AddressesDiffer", Assert.Single(Compare(
            Master + '\n' + Second(Master, "eth1"), Second(Base, "eth1").Replace("198.51.100.", "203.0.113.", StringComparison.Ordinal) + '\n' + Base)).Id);
    }

    [Fact]
    public void One_id_in_two_families_is_two_virtual_routers()
    {
        string Six(string text) => text
            .Replace("VI_1", "VI_6", StringComparison.Ordinal).Replace("192.0.2.100/24", "fe80::100/64", StringComparison.Ordinal).Replace("192.0.2.101/24", "2001:db8::101/64", StringComparison.Ordinal)
            .Replace("auth_type PASS", "", StringComparison.Ordinal).Replace("auth_pass 1111", "", StringComparison.Ordinal).Replace("authentication {\n        \n        \n    }", "version 3", StringComparison.Ordinal);
        Assert.Empty(Compare(Master + '\n' + Six(Master), Six(Base) + '\n' + Base));
        Assert.Equal(("InstanceMissing", null), Compare(Master + '\n' + Six(Master), Base).Select(finding => (finding.Id, finding.Subject)).Single());
    }

    [Fact]
    public void Peers_have_to_name_each_other()
    {
        string one = Master.Replace("advert_int 1", "unicast_src_ip 192.0.2.1\n unicast_peer {\n192.0.2.2\n}", StringComparison.Ordinal);
        string other = Change("advert_int 1", "unicast_src_ip 192.0.2.2\n unicast_peer {\n192.0.2.1\n}");
        string stranger = Change("advert_int 1", "unicast_src_ip 192.0.2.2\n unicast_peer {\n192.0.2.3\n}");
        Assert.Empty(Compare(one, other));
        Assert.Equal(("PeerMissing", "B"), Compare(one, stranger).Select(finding => (finding.Id, finding.Node)).Single());
    }

    [Fact]
    public void Weights_that_never_change_who_is_master_are_found()
    {
        string weak = Master.Replace("advert_int 1", "track_interface {\neth1 weight -20\n}", StringComparison.Ordinal);
        string strong = Master.Replace("advert_int 1", "track_interface {\neth1 weight -60\n}", StringComparison.Ordinal);
        Assert.Equal("WeightWithoutEffect", Assert.Single(Compare(weak, Base)).Id);
        Assert.Empty(Compare(strong, Base));
    }

    [Fact]
    public void A_dual_master_pair_has_to_mirror_its_priorities()
    {
        string second = Base.Replace("VI_1", "VI_2", StringComparison.Ordinal).Replace(" 51", " 52", StringComparison.Ordinal).Replace("192.0.2.1", "192.0.3.1", StringComparison.Ordinal);
        string secondMaster = second.Replace("BACKUP", "MASTER", StringComparison.Ordinal).Replace("priority 100", "priority 150", StringComparison.Ordinal);
        Assert.Empty(Compare(Master + "\n" + second, Base + "\n" + secondMaster));
        Assert.Equal("Asymmetric", Assert.Single(Compare(Master + "\n" + second, Base + "\n" + secondMaster.Replace("priority 150", "priority 120", StringComparison.Ordinal))).Id);
    }

    [Fact]
    public void What_a_topology_derives_for_its_nodes_fits_together() => Assert.DoesNotContain(
        TopologyComparison.Compare([.. TopologyDocumentTests.Everything.Nodes.Select(node => ComparedNode.FromDeclaration(node.Name, TopologyDerivation.Derive(TopologyDocumentTests.Everything, node.Name)))]),
        finding => finding.Severity == FindingSeverity.Error);

    [Fact]
    public void One_node_cannot_be_compared() => Assert.Throws<ArgumentException>(() => TopologyComparison.Compare(ComparedNode.FromDeclaration("a", new NodeDeclaration())));

    private static IReadOnlyList<Finding> Compare(string a, string b) => TopologyComparison.Compare(Node("A", a), Node("B", b));

    private static ComparedNode Node(string name, string text)
    {
        KeepalivedDocument document = KeepalivedDocument.Parse(text, name + ".conf");
        return ComparedNode.FromKeepalived(name, document, KeepalivedImporter.Import(document));
    }

    private static string Change(params string[] pairs)
    {
        string text = Base;
        for (int i = 0; i < pairs.Length; i += 2)
        {
            Assert.Contains(pairs[i], text, StringComparison.Ordinal);
            text = text.Replace(pairs[i], pairs[i + 1], StringComparison.Ordinal);
        }

        return text;
    }
}
