using System.Net;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Document;

/// <summary>The document as a whole, the cluster and the agent.</summary>
internal static class DocumentShapes
{
    private static readonly Shape<TopologyNode> _node = new ObjectShape<TopologyNode>(
        "node", "One node of the cluster. It finds itself by host name, machine id or address.", () => new TopologyNode { Name = string.Empty })
        .Required("name", "Name, unique; also taken for a host name.", ValueShapes.Text(1, 64), n => n.Name, (n, v) => n with { Name = v })
        .Optional("hostNames", "Other host names of the machine, with or without domain.", ValueShapes.ListOf(ValueShapes.Text(1, 253)), n => n.HostNames, (n, v) => n with { HostNames = v })
        .Optional("machineId", "Machine id (/etc/machine-id); null for none.", ValueShapes.OrNull(ValueShapes.Text(1, 64)), n => n.MachineId, (n, v) => n with { MachineId = v })
        .Optional("addresses", "Own addresses; with unicast the first of each family is what the peers send to.", ValueShapes.ListOf(ValueShapes.Address), n => n.Addresses, (n, v) => n with { Addresses = v })
        .Optional("interface", "Interface of the virtual routers on this node; null for the cluster's.", ValueShapes.OrNull(OptionShapes.Interface), n => n.Interface, (n, v) => n with { Interface = v })
        .Optional("priority", "Priority in a MasterBackup cluster; null for one that follows from the order of the nodes.", ValueShapes.OrNothing(ValueShapes.Byte(1)), n => n.Priority, (n, v) => n with { Priority = v })
        .Optional("networkNamespace", "Network namespace of the virtual routers; null for the process's own.", ValueShapes.OrNull(ValueShapes.Text(1, 255)), n => n.NetworkNamespace, (n, v) => n with { NetworkNamespace = v })
        .Optional("tracks", "Tracks of this node beside the cluster's.", ValueShapes.ListOf(TrackShapes.Track), n => n.Tracks, (n, v) => n with { Tracks = v });

    private static readonly Shape<TopologyVirtualIp> _virtualIp = CreateVirtualIp();

    private static readonly Shape<TopologyVrrpSettings> _vrrp = new ObjectShape<TopologyVrrpSettings>(
        "vrrp", "What all virtual routers of the cluster have in common.", () => new TopologyVrrpSettings())
        .Optional("version", "Protocol version for IPv4; IPv6 always has V3.", OptionShapes.Version, s => s.Version, (s, v) => s with { Version = v })
        .Optional("advertisementInterval", "Seconds: V2 1 to 255, whole; V3 0.01 to 40.95.", ValueShapes.Seconds(0.01m, 255), s => s.AdvertisementInterval, (s, v) => s with { AdvertisementInterval = v })
        .Optional("preempt", "The preferred owner takes its addresses back when it returns.", ValueShapes.Switch, s => s.Preempt, (s, v) => s with { Preempt = v })
        .Optional("preemptDelay", "Seconds that it waits first.", ValueShapes.Seconds(0, 1000), s => s.PreemptDelay, (s, v) => s with { PreemptDelay = v })
        .Optional("startupDelay", "Seconds to wait after the start of the engine.", ValueShapes.Seconds(0, 1000), s => s.StartupDelay, (s, v) => s with { StartupDelay = v })
        .Optional("authentication", "Authentication.", OptionShapes.Authentication, s => s.Authentication, (s, v) => s with { Authentication = v })
        .Optional("unicast", "Advertisements go to the addresses of the other nodes instead of the multicast group.", ValueShapes.Switch, s => s.Unicast, (s, v) => s with { Unicast = v })
        .Optional("unicastTimeToLive", "TTL or hop limit of what is sent by unicast.", ValueShapes.Byte(1), s => s.UnicastTimeToLive, (s, v) => s with { UnicastTimeToLive = v })
        .Optional("downTimerAdverts", "Advertisements that may be missed before the master counts as down.", ValueShapes.Whole(1, 100), s => s.DownTimerAdverts, (s, v) => s with { DownTimerAdverts = v })
        .Optional("checksumWithPseudoHeader", "V3 over IPv4: the checksum covers the pseudo-header, as keepalived has it.", ValueShapes.Switch, s => s.ChecksumWithPseudoHeader, (s, v) => s with { ChecksumWithPseudoHeader = v })
        .Optional("virtualMac", "Virtual MAC; null for the interface's own.", ValueShapes.OrNull(OptionShapes.VirtualMac), s => s.VirtualMac, (s, v) => s with { VirtualMac = v })
        .Optional("gratuitousArp", "Announcements of the virtual addresses.", OptionShapes.GratuitousArp, s => s.GratuitousArp, (s, v) => s with { GratuitousArp = v })
        .Optional("virtualRoutes", "Routes that move with every virtual router of their address family.", ValueShapes.ListOf(OptionShapes.VirtualRoute), s => s.VirtualRoutes, (s, v) => s with { VirtualRoutes = v })
        .Optional("virtualRules", "Policy rules that move with every virtual router of their address family.", ValueShapes.ListOf(OptionShapes.VirtualRule), s => s.VirtualRules, (s, v) => s with { VirtualRules = v });

    private static readonly Shape<NginxSettings> _nginx = new ObjectShape<NginxSettings>(
        "nginx", "nginx on the nodes.", () => new NginxSettings())
        .Optional("track", "A node whose nginx is dead gives up its virtual IPs.", ValueShapes.Switch, n => n.Track, (n, v) => n with { Track = v })
        .Optional("healthUri", "What tells that nginx lives: a URL on the node itself; null for the process alone.", ValueShapes.OrNull(ValueShapes.HttpUri), n => n.HealthUri, (n, v) => n with { HealthUri = v })
        .Optional("interval", "Seconds between two looks.", ValueShapes.Seconds(0.01m, 86_400), n => n.Interval, (n, v) => n with { Interval = v })
        .Optional("fall", "Failures in a row before nginx counts as dead.", ValueShapes.Whole(1, 1_000_000), n => n.Fall, (n, v) => n with { Fall = v })
        .Optional("rise", "Successes in a row before it counts as alive again.", ValueShapes.Whole(1, 1_000_000), n => n.Rise, (n, v) => n with { Rise = v })
        .Optional("weight", "Weight of the track; 0 makes the death of nginx a fault.", ValueShapes.Whole(-253, 253), n => n.Weight, (n, v) => n with { Weight = v })
        .Optional("configurationPath", "nginx.conf; null for what nginx -V says.", ValueShapes.OrNull(ValueShapes.AbsolutePath), n => n.ConfigurationPath, (n, v) => n with { ConfigurationPath = v })
        .Optional("program", "The nginx program; null to find it on the search path.", ValueShapes.OrNull(ValueShapes.AbsolutePath), n => n.Program, (n, v) => n with { Program = v })
        .Optional("upstreamMonitors", "Monitors of nginx's upstreams: the agent asks their servers and takes the unhealthy out of use.", ValueShapes.ListOf(MonitorShapes.Monitor), n => n.UpstreamMonitors, (n, v) => n with { UpstreamMonitors = v });

    private static readonly Shape<AgentSettings> _agent = CreateAgent();

    /// <summary>The document.</summary>
    public static ObjectShape<HaTopology> Document { get; } = new ObjectShape<HaTopology>(
        "document", "A whole cluster, the same on every node, or the virtual routers of one node.", () => new HaTopology())
        .Optional("name", "Name of the cluster; the virtual routers are named after it.", ValueShapes.Text(1, 64), t => t.Name, (t, v) => t with { Name = v })
        .Optional("mode", "MasterBackup: one node owns everything. DualMaster: every node prefers some of the virtual IPs.", new ChoiceShape<TopologyMode>(("MasterBackup", TopologyMode.MasterBackup), ("DualMaster", TopologyMode.DualMaster)), t => t.Mode, (t, v) => t with { Mode = v })
        .Optional("nodes", "The nodes, best first.", ValueShapes.ListOf(_node), t => t.Nodes, (t, v) => t with { Nodes = v })
        .Optional("virtualIps", "The virtual IPs.", ValueShapes.ListOf(_virtualIp), t => t.VirtualIps, (t, v) => t with { VirtualIps = v })
        .Optional("interface", "Interface of the virtual routers, for nodes that name none.", ValueShapes.OrNull(OptionShapes.Interface), t => t.Interface, (t, v) => t with { Interface = v })
        .Optional("firstVirtualRouterId", "Virtual router id of the first owner; the others count up from it.", ValueShapes.Byte(1), t => t.FirstVirtualRouterId, (t, v) => t with { FirstVirtualRouterId = v })
        .Optional("vrrp", "What all virtual routers have in common.", _vrrp, t => t.Vrrp, (t, v) => t with { Vrrp = v })
        .Optional("tracks", "Tracks of every virtual router on every node.", ValueShapes.ListOf(TrackShapes.Track), t => t.Tracks, (t, v) => t with { Tracks = v })
        .Optional("hooks", "Programs that every virtual router runs on changes.", OptionShapes.Hooks, t => t.Hooks, (t, v) => t with { Hooks = v })
        .Optional("instances", "Virtual routers written out, instead of nodes and virtualIps.", ValueShapes.ListOf(InstanceShapes.Instance), t => t.Instances, (t, v) => t with { Instances = v })
        .Optional("syncGroups", "Groups of the virtual routers that are written out.", ValueShapes.ListOf(InstanceShapes.SyncGroup), t => t.SyncGroups, (t, v) => t with { SyncGroups = v })
        .Optional("nginx", "nginx; null when the nodes serve something else.", ValueShapes.OrNull(_nginx), t => t.Nginx, (t, v) => t with { Nginx = v })
        .Optional("agent", "The agent itself.", _agent, t => t.Agent, (t, v) => t with { Agent = v });

    private static Shape<TopologyVirtualIp> CreateVirtualIp()
    {
        // A virtual IP has the keys of its address and two more.
        ObjectShape<TopologyVirtualIp> full = new ObjectShape<TopologyVirtualIp>(
            "virtualIp", "A virtual IP and who should have it.", () => new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.None, PrefixLength = 32 } })
            .Required("address", "Address with prefix length, such as 192.0.2.10/24; without one 32 or 128.", ValueShapes.Network, i => new IpNetwork(i.Address.Address, i.Address.PrefixLength), (i, v) => i with { Address = i.Address with { Address = v.Address, PrefixLength = v.PrefixLength } })
            .Optional("owner", "Name of the preferred owner; null for the first node, in a DualMaster cluster for the nodes in turn.", ValueShapes.OrNull(ValueShapes.Text(1, 64)), i => i.Owner, (i, v) => i with { Owner = v })
            .Optional("virtualRouterId", "Virtual router id; null for one that follows from the owner.", ValueShapes.OrNothing(ValueShapes.Byte(1)), i => i.VirtualRouterId, (i, v) => i with { VirtualRouterId = v })
            .Optional("interface", "Interface that gets the address; null for the virtual router's own.", ValueShapes.OrNull(OptionShapes.Interface), i => i.Address.Interface, (i, v) => i with { Address = i.Address with { Interface = v } })
            .Optional("label", "IPv4 label, such as eth0:1.", ValueShapes.OrNull(ValueShapes.Text(1, 15)), i => i.Address.Label, (i, v) => i with { Address = i.Address with { Label = v } })
            .Optional("scope", "Scope of the address.", OptionShapes.Scope, i => i.Address.Scope, (i, v) => i with { Address = i.Address with { Scope = v } })
            .Optional("isExcluded", "Owned by the master but not listed in the advertisement.", ValueShapes.Switch, i => i.Address.IsExcluded, (i, v) => i with { Address = i.Address with { IsExcluded = v } });
        var text = new TextShape<TopologyVirtualIp>(
            IpNetwork.Allowed,
            (string text, out TopologyVirtualIp value) =>
            {
                bool valid = IpNetwork.TryParse(text, out IpNetwork network);
                value = new TopologyVirtualIp { Address = new VirtualAddress { Address = network.Address ?? IPAddress.None, PrefixLength = network.PrefixLength } };
                return valid;
            },
            i => i.Address.ToString());
        return new ShorthandShape<TopologyVirtualIp>(full, "address", text);
    }

    private static ObjectShape<AgentSettings> CreateAgent()
    {
        ObjectShape<AgentLogSettings> log = new ObjectShape<AgentLogSettings>("log", "The agent's log.", () => new AgentLogSettings())
            .Optional("format", "Auto takes the journal where there is one.", new ChoiceShape<AgentLogFormat>(("Auto", AgentLogFormat.Auto), ("Journal", AgentLogFormat.Journal), ("Syslog", AgentLogFormat.Syslog), ("Text", AgentLogFormat.Text), ("Json", AgentLogFormat.Json)), l => l.Format, (l, v) => l with { Format = v })
            .Optional("level", "The least that is written.", new ChoiceShape<AgentLogLevel>(("Debug", AgentLogLevel.Debug), ("Information", AgentLogLevel.Information), ("Warning", AgentLogLevel.Warning), ("Error", AgentLogLevel.Error)), l => l.Level, (l, v) => l with { Level = v });
        ObjectShape<AgentMetricsSettings> metrics = new ObjectShape<AgentMetricsSettings>("metrics", "The listener for Prometheus.", () => new AgentMetricsSettings())
            .Optional("address", "Address to listen on.", ValueShapes.Address, m => m.Address, (m, v) => m with { Address = v })
            .Optional("port", "Port.", ValueShapes.Whole(1, 65_535), m => m.Port, (m, v) => m with { Port = v });
        ObjectShape<AgentSchedulingSettings> scheduling = new ObjectShape<AgentSchedulingSettings>("scheduling", "Memory and processor of the agent.", () => new AgentSchedulingSettings())
            .Optional("lockMemory", "Keep the agent's memory out of swap.", ValueShapes.Switch, s => s.LockMemory, (s, v) => s with { LockMemory = v })
            .Optional("realTimePriority", "Real-time priority (SCHED_RR), 1-99; 0 for ordinary scheduling.", ValueShapes.Whole(0, 99), s => s.RealTimePriority, (s, v) => s with { RealTimePriority = v })
            .Optional("nice", "Nice value of ordinary scheduling.", ValueShapes.Whole(-20, 19), s => s.Nice, (s, v) => s with { Nice = v });
        return new ObjectShape<AgentSettings>("agent", "How the agent itself runs.", () => new AgentSettings())
            .Optional("log", "Log.", log, a => a.Log, (a, v) => a with { Log = v })
            .Optional("metrics", "Prometheus metrics; null for none.", ValueShapes.OrNull(metrics), a => a.Metrics, (a, v) => a with { Metrics = v })
            .Optional("scheduling", "Memory and processor.", scheduling, a => a.Scheduling, (a, v) => a with { Scheduling = v });
    }
}
