using NginxHa.Nginx.Health;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using static NginxHa.Tests.Unit.Topology.TopologyDerivationTests;

namespace NginxHa.Tests.Unit.Topology;

public sealed class TopologyValidatorTests
{
    private static readonly HaTopology _pair = Cluster(TopologyMode.MasterBackup, 2, Ip("192.0.2.100"));

    private static readonly HaTopology _dual = Cluster(TopologyMode.DualMaster, 2, Ip("192.0.2.100"), Ip("192.0.2.101"));

    private static HaTopology Watched(params UpstreamMonitorSettings[] monitors) => _pair with { Nginx = new NginxSettings { UpstreamMonitors = monitors } };

    private static UpstreamMonitorSettings Monitor(string name, string[] upstreams) => new() { Name = name, Options = new MonitorOptions { Upstreams = upstreams } };

    public static TheoryData<string, string?, HaTopology> Mistakes => new()
    {
        { "Empty", null, new HaTopology() },
        { "TwoKinds", "instances", _pair with { Instances = TopologyDerivation.Derive(_pair, "node1").Instances } },
        { "NodeCount", "nodes", _pair with { Nodes = [] } },
        { "OneNode", "nodes", Cluster(TopologyMode.MasterBackup, 1, Ip("192.0.2.100")) },
        { "NoVirtualIp", "virtualIps", _pair with { VirtualIps = [] } },
        { "Duplicate", "virtualIps", _pair with { VirtualIps = [Ip("192.0.2.100"), Ip("192.0.2.100", 32)] } },
        { "Duplicate", "nodes", _pair with { Nodes = [_pair.Nodes[0], _pair.Nodes[1] with { Name = "NODE1" }] } },
        { "Duplicate", "nodes", _pair with { Nodes = [_pair.Nodes[0], _pair.Nodes[1] with { HostNames = ["node1"] }] } },
        { "Duplicate", "nodes", _pair with { Nodes = [_pair.Nodes[0], _pair.Nodes[1] with { Addresses = _pair.Nodes[0].Addresses }] } },
        { "MissingInterface", "nodes[0]", _pair with { Interface = null } },
        { "PriorityInDualMaster", "nodes[1].priority", _dual with { Nodes = [_dual.Nodes[0], _dual.Nodes[1] with { Priority = 5 }] } },
        { "UnknownOwner", "virtualIps[0].owner", _pair with { VirtualIps = [Ip("192.0.2.100", owner: "node7")] } },
        { "VirtualIpIsNodeAddress", "virtualIps[0]", _pair with { VirtualIps = [Ip("192.0.2.1")] } },
        { "SeveralOwners", "virtualIps", _pair with { VirtualIps = [Ip("192.0.2.100", owner: "node1"), Ip("192.0.2.101", owner: "node2")] } },
        { "VirtualRouterIdsRunOut", "firstVirtualRouterId", _dual with { FirstVirtualRouterId = 255 } },
        { "VirtualRouterIdShared", "virtualIps", _dual with { VirtualIps = [Ip("192.0.2.100", owner: "node1", id: 9), Ip("192.0.2.101", owner: "node2", id: 9)] } },
        { "VirtualRouterIdShared", "virtualIps", _dual with { VirtualIps = [Ip("2001:db8::100", 64, owner: "node1", id: 9), Ip("2001:db8::101", 64, owner: "node2", id: 9)] } },
        { "NothingAdvertised", "virtualIps[0]", _pair with { VirtualIps = [Excluded(Ip("192.0.2.100"))] } },
        { "NothingAdvertised", "virtualIps[1]", _dual with { VirtualIps = [Ip("192.0.2.100"), Excluded(Ip("192.0.2.101"))] } },
        { "NothingAdvertised", "virtualIps[1]", _pair with { VirtualIps = [Ip("192.0.2.100"), Excluded(Ip("192.0.2.101", id: 9))] } },
        { "Duplicate", "instances", Written(Instance("a", 51, 100, "192.0.2.100"), Instance("b", 51, 100, "192.0.2.101")) },
        { "Duplicate", "instances", Written(Instance("a", 51, 100, "2001:db8::100") with { Version = VrrpVersion.V3 }, Instance("b", 51, 100, "2001:db8::101") with { Version = VrrpVersion.V3 }) },
        { "Duplicate", "instances", Written(Instance("a", 51, 100, "192.0.2.100"), Mixed("b", 51)) },
        { "OwnerIsNotBest", "nodes", _pair with { VirtualIps = [Ip("192.0.2.100", owner: "node1")], Nodes = [_pair.Nodes[0] with { Priority = 50 }, _pair.Nodes[1] with { Priority = 60 }] } },
        { "EqualPriorities", "nodes", _pair with { Nodes = [_pair.Nodes[0] with { Priority = 60 }, _pair.Nodes[1] with { Priority = 60 }] } },
        { "OneOwner", "virtualIps", _dual with { VirtualIps = [Ip("192.0.2.100", owner: "node2")] } },
        { "MissingUnicastAddress", "nodes[1].addresses", _pair with { Vrrp = new TopologyVrrpSettings { Unicast = true }, Nodes = [_pair.Nodes[0], _pair.Nodes[1] with { Addresses = [] }] } },
        { "InvalidOption", "vrrp.advertisementInterval", _pair with { Vrrp = new TopologyVrrpSettings { AdvertisementInterval = TimeSpan.FromSeconds(0.5) } } },
        { "InvalidOption", "vrrp.authentication", _pair with { Vrrp = new TopologyVrrpSettings { Version = VrrpVersion.V3, Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, Secret = "x"u8.ToArray() } } } },
        { "WeightWithoutEffect", "nodes[0]", _pair with { Tracks = [new TcpTrackOptions { Name = "t", Host = "localhost", Port = 80, Weight = -49 }] } },
        { "Duplicate", "nginx.upstreamMonitors", Watched(Monitor("app", ["a"]), Monitor("APP", ["b"])) },
        { "InvalidOption", "nginx.upstreamMonitors[0]", Watched(new UpstreamMonitorSettings { Name = "app", Options = new MonitorOptions { MaximumInterval = TimeSpan.FromSeconds(1) } }) },
        { "InvalidOption", "nginx.upstreamMonitors[0]", Watched(new UpstreamMonitorSettings { Name = "app", Options = new MonitorOptions { Check = new HealthCheck { Path = "health" } } }) },
        { "UpstreamWatchedTwice", "nginx.upstreamMonitors[1]", Watched(Monitor("app", ["a", "b"]), Monitor("other", ["b"])) },
        { "UpstreamWatchedTwice", "nginx.upstreamMonitors[1]", Watched(Monitor("app", ["a"]), Monitor("all", [])) },
        { "UnknownMonitor", "tracks[0].monitor", _pair with { Tracks = [new UpstreamTrackOptions { Name = "t", Monitor = "app" }] } },
        { "UnknownMonitor", "nodes[1].tracks[0].monitor", Watched(Monitor("app", ["a"])) with { Nodes = [_pair.Nodes[0], _pair.Nodes[1] with { Tracks = [new UpstreamTrackOptions { Name = "t", Monitor = "api" }] }] } },
        { "UpstreamNotWatched", "tracks[0].upstream", Watched(Monitor("app", ["a"])) with { Tracks = [new UpstreamTrackOptions { Name = "t", Monitor = "app", Upstream = "b" }] } },
        { "UnequalMembers", "syncGroups[0].members", Grouped(100, 101) },
        { "NiceWithoutEffect", "agent.scheduling.nice", _pair with { Agent = new AgentSettings { Scheduling = new AgentSchedulingSettings { Nice = 5, RealTimePriority = 5 } } } },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void Mistakes_are_found_where_they_are(string id, string? path, HaTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        Assert.Contains(TopologyValidator.Validate(topology), finding => finding.Id == id && (path is null || finding.Subject == path || finding.Subject?.StartsWith(path + ".", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Good_clusters_have_no_findings()
    {
        Assert.Empty(TopologyValidator.Validate(_pair));
        Assert.Empty(TopologyValidator.Validate(_dual));
        Assert.Empty(TopologyValidator.Validate(_pair with { Tracks = [new TcpTrackOptions { Name = "t", Host = "localhost", Port = 80, Weight = -51 }] }));
        Assert.Empty(TopologyValidator.Validate(_pair with { Nodes = [_pair.Nodes[0] with { Priority = 20 }, _pair.Nodes[1] with { Priority = 200 }] }));
    }

    [Fact]
    public void One_virtual_router_id_is_one_router_for_each_family_and_interface()
    {
        VrrpInstanceOptions six = Instance("six", 51, 100, "2001:db8::100") with { Version = VrrpVersion.V3 };
        Assert.Empty(TopologyValidator.Validate(Written(Instance("four", 51, 100, "192.0.2.100"), six)));
        Assert.Empty(TopologyValidator.Validate(Written(Mixed("four", 51), six)));
        Assert.Empty(TopologyValidator.Validate(Written(six, six with { Name = "other", Interface = "eth1", VirtualAddresses = [Ip("2001:db8::101", 64).Address] })));

        // In a cluster, whoever owns them.
        Assert.Empty(TopologyValidator.Validate(_pair with { VirtualIps = [Ip("192.0.2.100"), Ip("2001:db8::100", 64), Excluded(Ip("2001:db8::101", 64))] }));
        Assert.Empty(TopologyValidator.Validate(_dual with { VirtualIps = [Ip("192.0.2.100", owner: "node1", id: 9), Ip("2001:db8::100", 64, owner: "node2", id: 9)] }));
    }

    [Fact]
    public void Members_of_one_priority_are_no_finding() => Assert.Empty(TopologyValidator.Validate(Grouped(100, 100)));

    private static HaTopology Grouped(byte first, byte second) => new()
    {
        Instances = [Instance("a", 51, first, "192.0.2.100"), Instance("b", 52, second, "198.51.100.100")],
        SyncGroups = [new SyncGroupOptions { Name = "both", Members = ["a", "b"] }],
    };

    private static HaTopology Written(params VrrpInstanceOptions[] instances) => new() { Instances = instances };

    /// <summary>IPv4, though the first address of the list is not.</summary>
    private static VrrpInstanceOptions Mixed(string name, byte id) => Instance(name, id, 100, "192.0.2.110") with
    {
        VirtualAddresses = [Excluded(Ip("2001:db8::110", 64)).Address, Ip("192.0.2.110").Address],
    };

    private static TopologyVirtualIp Excluded(TopologyVirtualIp ip) => ip with { Address = ip.Address with { IsExcluded = true } };

    private static VrrpInstanceOptions Instance(string name, byte id, byte priority, string address) => new()
    {
        Name = name,
        Interface = "eth0",
        VirtualRouterId = id,
        Priority = priority,
        VirtualAddresses = [Ip(address).Address],
    };

    [Fact]
    public void A_document_says_where_a_mistake_of_the_whole_is()
    {
        TopologyReadResult read = TopologyDocument.Parse("""
            {
              "interface": "eth0",
              "nodes": [ { "name": "a" }, { "name": "b" } ],
              "virtualIps": [
                { "address": "192.0.2.1",
                  "owner": "c" } ]
            }
            """);
        Finding finding = Assert.Single(read.Findings);
        Assert.Equal(("UnknownOwner", 6, "$.virtualIps[0].owner"), (finding.Id, finding.Line, finding.Subject));
    }
}
