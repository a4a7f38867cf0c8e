using System.Net;
using NginxHa.Agent.Reloading;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Agent;

public sealed class NodeDifferenceTests
{
    private static readonly VrrpInstanceOptions Web = Instance("web", 7);
    private static readonly VrrpInstanceOptions Mail = Instance("mail", 8);

    [Fact]
    public void What_is_the_same_does_not_appear()
    {
        NodeDifference difference = NodeDifference.Between([Web, Mail], [Group("both", "web", "mail")], Node([Instance("mail", 8), Instance("web", 7)], Group("both", "web", "mail")));
        Assert.Empty(difference.Stopped);
        Assert.Empty(difference.Restarted);
        Assert.Empty(difference.Updated);
        Assert.Empty(difference.Started);
        Assert.Empty(difference.RemovedGroups);
        Assert.Empty(difference.ChangedGroups);
    }

    [Fact]
    public void Each_change_takes_the_mildest_way()
    {
        NodeDifference difference = NodeDifference.Between(
            [Web, Mail, Instance("old", 9)], [], Node([Web with { Priority = 120 }, Mail with { Interface = "eth1", Priority = 120 }, Instance("new", 10)]));
        InstanceChange updated = Assert.Single(difference.Updated);
        Assert.Equal(("web", "Priority"), (updated.After.Name, updated.Detail));
        InstanceChange restarted = Assert.Single(difference.Restarted);
        Assert.Equal(("mail", "Interface, Priority", 8), (restarted.After.Name, restarted.Detail, restarted.Before.VirtualRouterId));
        Assert.Equal("old", Assert.Single(difference.Stopped).Name);
        Assert.Equal("new", Assert.Single(difference.Started).Name);
    }

    [Fact]
    public void Secrets_count_and_are_not_told()
    {
        VrrpInstanceOptions Secret(byte value) => Web with { Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, Secret = new[] { value } } };
        Assert.Empty(NodeDifference.Between([Secret(65)], [], Node([Secret(65)])).Updated);
        Assert.Equal("Authentication", Assert.Single(NodeDifference.Between([Secret(65)], [], Node([Secret(66)])).Updated).Detail);
    }

    [Fact]
    public void A_group_that_loses_members_is_shrunk_first()
    {
        NodeDifference difference = NodeDifference.Between(
            [], [Group("one", "a", "b"), Group("two", "c"), Group("gone", "d")], Node([], Group("one", "a"), Group("two", "b", "c"), Group("new", "d")));
        Assert.Equal("gone", Assert.Single(difference.RemovedGroups).Name);
        Assert.Equal(["one", "two", "new"], difference.ChangedGroups.Select(change => change.After.Name));
        Assert.Equal(["a"], difference.ChangedGroups[0].Shrunk?.Members);
        Assert.Null(difference.ChangedGroups[1].Shrunk);
        Assert.Null(difference.ChangedGroups[2].Before);
    }

    [Fact]
    public void A_group_whose_members_all_change_is_shrunk_to_nothing() =>
        Assert.Empty(new GroupChange(Group("one", "a"), Group("one", "b")).Shrunk!.Members);

    internal static VrrpInstanceOptions Instance(string name, byte id) => new()
    {
        Name = name,
        Interface = "eth0",
        VirtualRouterId = id,
        VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse($"192.0.2.{id}"), PrefixLength = 24 }],
    };

    internal static SyncGroupOptions Group(string name, params string[] members) => new() { Name = name, Members = members };

    internal static NodeDeclaration Node(VrrpInstanceOptions[] instances, params SyncGroupOptions[] groups) =>
        new() { Name = "node", Instances = instances, SyncGroups = groups };
}
