using System.Net;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Topology;

public sealed class TopologyDerivationTests
{
    [Fact]
    public void In_a_master_backup_pair_the_first_node_owns_everything()
    {
        HaTopology topology = Cluster(TopologyMode.MasterBackup, 2, Ip("192.0.2.100"), Ip("192.0.2.101"));
        TopologyAssignment router = Assert.Single(TopologyDerivation.Assign(topology));
        Assert.Equal(("web", (byte)51, "node1", 2), (router.Name, router.VirtualRouterId, router.Owner, router.Addresses.Count));
        Assert.Equal([new NodePriority("node1", 150), new NodePriority("node2", 100)], router.Priorities);

        VrrpInstanceOptions master = Assert.Single(TopologyDerivation.Derive(topology, "node1").Instances);
        VrrpInstanceOptions backup = Assert.Single(TopologyDerivation.Derive(topology, "node2").Instances);
        Assert.Equal((VrrpInitialState.Master, (byte)150, "eth0"), (master.InitialState, master.Priority, master.Interface));
        Assert.Equal((VrrpInitialState.Backup, (byte)100), (backup.InitialState, backup.Priority));
        Assert.Empty(master.UnicastPeers);
    }

    [Fact]
    public void In_a_dual_master_pair_the_nodes_own_in_turn_and_stand_by_for_each_other()
    {
        HaTopology topology = Cluster(TopologyMode.DualMaster, 2, Ip("192.0.2.100"), Ip("192.0.2.101"));
        Assert.Equal(
            [("web-node1", 51, "node1", "192.0.2.100/24"), ("web-node2", 52, "node2", "192.0.2.101/24")],
            TopologyDerivation.Assign(topology).Select(router => (router.Name, (int)router.VirtualRouterId, router.Owner, Assert.Single(router.Addresses).ToString())));
        Assert.Equal([150, 100], TopologyDerivation.Derive(topology, "node1").Instances.Select(instance => (int)instance.Priority));
        Assert.Equal([100, 150], TopologyDerivation.Derive(topology, "node2").Instances.Select(instance => (int)instance.Priority));
    }

    [Fact]
    public void The_load_of_a_lost_node_is_spread_over_the_next_ones()
    {
        HaTopology topology = Cluster(TopologyMode.DualMaster, 4, Ip("192.0.2.100"), Ip("192.0.2.101"), Ip("192.0.2.102"), Ip("192.0.2.103"));
        Assert.Equal(["node2", "node3", "node4", "node1"], TopologyDerivation.Assign(topology).Select(router => router.Priorities[1].Node));
        Assert.All(TopologyDerivation.Assign(topology), router => Assert.Equal(4, router.Priorities.Select(node => node.Priority).Distinct().Count()));
    }

    [Fact]
    public void Both_families_of_an_owner_are_two_virtual_routers_that_move_together()
    {
        HaTopology topology = Cluster(TopologyMode.MasterBackup, 2, Ip("192.0.2.100"), Ip("2001:db8::100", 64));
        NodeDeclaration node = TopologyDerivation.Derive(topology, "node1");
        Assert.Equal([("web", VrrpVersion.V2), ("web-ipv6", VrrpVersion.V3)], node.Instances.Select(instance => (instance.Name, instance.Version)));
        Assert.Equal(["web", "web-ipv6"], Assert.Single(node.SyncGroups).Members);
    }

    [Fact]
    public void Each_family_of_one_id_can_belong_to_another_node()
    {
        HaTopology topology = Cluster(TopologyMode.DualMaster, 2, Ip("192.0.2.100", owner: "node1", id: 9), Ip("2001:db8::100", 64, owner: "node2", id: 9));
        NodeDeclaration node = TopologyDerivation.Derive(topology, "node1");
        Assert.Equal([("web-node1-9", 9, 150), ("web-node2-9-ipv6", 9, 100)], node.Instances.Select(instance => (instance.Name, (int)instance.VirtualRouterId, (int)instance.Priority)));
        Assert.Empty(node.SyncGroups);
    }

    [Fact]
    public void With_unicast_every_node_has_the_others_as_peers()
    {
        HaTopology topology = Cluster(TopologyMode.MasterBackup, 3, Ip("192.0.2.100")) with { Vrrp = new TopologyVrrpSettings { Unicast = true } };
        VrrpInstanceOptions instance = Assert.Single(TopologyDerivation.Derive(topology, "node2").Instances);
        Assert.Equal(IPAddress.Parse("192.0.2.2"), instance.SourceAddress);
        Assert.Equal(["192.0.2.1", "192.0.2.3"], instance.UnicastPeers.Select(peer => peer.Address.ToString()));
    }

    [Fact]
    public void Nginx_is_tracked_first()
    {
        HaTopology topology = Cluster(TopologyMode.MasterBackup, 2, Ip("192.0.2.100")) with
        {
            Nginx = new NginxSettings(),
            Tracks = [new TcpTrackOptions { Name = "tcp", Host = "localhost", Port = 80 }],
        };
        Assert.Equal(["nginx", "tcp"], TopologyDerivation.Derive(topology, "node1").Instances[0].Tracks.Select(track => track.Name));
    }

    [Theory]
    [InlineData("NODE2.example.org", null, "10.9.9.9", "node2")]
    [InlineData("other", "id1", "192.0.2.2", "node1")]
    [InlineData("other", null, "192.0.2.2", "node2")]
    [InlineData("alias.example.org", null, "10.9.9.9", "node1")]
    [InlineData("alias.example.net", null, "10.9.9.9", null)]
    [InlineData("node9", null, "10.9.9.9", null)]
    public void A_node_finds_itself_by_machine_id_host_name_or_address(string hostName, string? machineId, string address, string? expected)
    {
        HaTopology topology = Cluster(TopologyMode.MasterBackup, 2, Ip("192.0.2.100"));
        topology = topology with { Nodes = [topology.Nodes[0] with { MachineId = "ID1", HostNames = ["alias.example.org"] }, topology.Nodes[1]] };
        TopologyNode? found = TopologyNodeFinder.Find(topology, new LocalIdentity { HostName = hostName, MachineId = machineId, Addresses = [IPAddress.Parse(address)] }, out string? problem);
        Assert.Equal(expected, found?.Name);
        Assert.Equal(expected is null, problem is not null);
    }

    [Fact]
    public void Every_derived_instance_of_the_full_example_is_valid() => Assert.All(
        TopologyDocumentTests.Everything.Nodes,
        node => Assert.All(
            TopologyDerivation.Derive(TopologyDocumentTests.Everything, node.Name).Instances,
            instance => Assert.Empty(VrrpInstanceOptionsValidator.Validate(instance))));

    internal static TopologyVirtualIp Ip(string address, byte length = 24, string? owner = null, byte? id = null) => new()
    {
        Address = new VirtualAddress { Address = IPAddress.Parse(address), PrefixLength = length },
        Owner = owner,
        VirtualRouterId = id,
    };

    internal static HaTopology Cluster(TopologyMode mode, int nodes, params TopologyVirtualIp[] ips) => new()
    {
        Name = "web",
        Mode = mode,
        Interface = "eth0",
        Nodes = [.. Enumerable.Range(1, nodes).Select(i => new TopologyNode { Name = $"node{i}", Addresses = [IPAddress.Parse($"192.0.2.{i}")] })],
        VirtualIps = ips,
    };
}
