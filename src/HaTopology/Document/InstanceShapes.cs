using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Document;

/// <summary>Virtual routers and groups that are written out.</summary>
internal static class InstanceShapes
{
    public static ObjectShape<VrrpInstanceOptions> Instance { get; } = AddTraffic(AddTiming(new ObjectShape<VrrpInstanceOptions>(
        "instance", "One virtual router on this node.", () => new VrrpInstanceOptions { Name = string.Empty, Interface = string.Empty, VirtualRouterId = 1 })
        .Required("name", "Name, unique on the node.", ValueShapes.Text(1, 128), i => i.Name, (i, v) => i with { Name = v })
        .Required("interface", "Interface that it runs on.", OptionShapes.Interface, i => i.Interface, (i, v) => i with { Interface = v })
        .Required("virtualRouterId", "1-255, the same on every node, unique on the segment for each address family.", ValueShapes.Byte(1), i => i.VirtualRouterId, (i, v) => i with { VirtualRouterId = v })
        .Optional("priority", "1-255; the highest wins; 255 owns the addresses.", ValueShapes.Byte(1), i => i.Priority, (i, v) => i with { Priority = v })
        .Optional("version", "Protocol version; IPv6 needs V3.", OptionShapes.Version, i => i.Version, (i, v) => i with { Version = v })
        .Required("virtualAddresses", "Virtual addresses, in the order of the advertisement.", ValueShapes.ListOf(OptionShapes.VirtualAddress), i => i.VirtualAddresses, (i, v) => i with { VirtualAddresses = v })
        .Optional("family", "Family of the advertisements; null for that of the first virtual address that is not excluded.", ValueShapes.OrNothing(OptionShapes.Family), i => i.Family, (i, v) => i with { Family = v })));

    public static ObjectShape<SyncGroupOptions> SyncGroup { get; } = new ObjectShape<SyncGroupOptions>(
        "syncGroup", "Virtual routers that move together.", () => new SyncGroupOptions { Name = string.Empty, Members = [] })
        .Required("name", "Name, unique on the node.", ValueShapes.Text(1, 128), g => g.Name, (g, v) => g with { Name = v })
        .Required("members", "Names of the virtual routers; each belongs to one group at most.", ValueShapes.ListOf(ValueShapes.Text(1, 128)), g => g.Members, (g, v) => g with { Members = v })
        .Optional("hooks", "Programs for the group.", OptionShapes.Hooks, g => g.Hooks, (g, v) => g with { Hooks = v })
        .Optional("tracks", "Tracks for all members.", ValueShapes.ListOf(TrackShapes.Track), g => g.Tracks, (g, v) => g with { Tracks = v });

    private static ObjectShape<VrrpInstanceOptions> AddTiming(ObjectShape<VrrpInstanceOptions> shape) => shape
        .Optional("advertisementInterval", "Seconds: V2 1 to 255, whole; V3 0.01 to 40.95.", ValueShapes.Seconds(0.01m, 255), i => i.AdvertisementInterval, (i, v) => i with { AdvertisementInterval = v })
        .Optional("initialState", "The state wished for at start; the election decides.", new ChoiceShape<VrrpInitialState>(("Backup", VrrpInitialState.Backup), ("Master", VrrpInitialState.Master)), i => i.InitialState, (i, v) => i with { InitialState = v })
        .Optional("preempt", "A better backup takes over from a worse master.", ValueShapes.Switch, i => i.Preempt, (i, v) => i with { Preempt = v })
        .Optional("preemptDelay", "Seconds to wait before preempting.", ValueShapes.Seconds(0, 1000), i => i.PreemptDelay, (i, v) => i with { PreemptDelay = v })
        .Optional("startupDelay", "Seconds to wait after start before taking part.", ValueShapes.Seconds(0, 1000), i => i.StartupDelay, (i, v) => i with { StartupDelay = v })
        .Optional("downTimerAdverts", "Advertisements that may be missed before the master counts as down.", ValueShapes.Whole(1, 100), i => i.DownTimerAdverts, (i, v) => i with { DownTimerAdverts = v })
        .Optional("authentication", "Authentication, the same on all nodes.", OptionShapes.Authentication, i => i.Authentication, (i, v) => i with { Authentication = v });

    private static ObjectShape<VrrpInstanceOptions> AddTraffic(ObjectShape<VrrpInstanceOptions> shape) => shape
        .Optional("sourceAddress", "Source of advertisements; null for the interface's primary address.", ValueShapes.OrNull(ValueShapes.Address), i => i.SourceAddress, (i, v) => i with { SourceAddress = v })
        .Optional("trackSourceAddress", "Fault while the source address is not on the interface.", ValueShapes.Switch, i => i.TrackSourceAddress, (i, v) => i with { TrackSourceAddress = v })
        .Optional("unicastPeers", "Peers that are sent to instead of the multicast group.", ValueShapes.ListOf(OptionShapes.UnicastPeer), i => i.UnicastPeers, (i, v) => i with { UnicastPeers = v })
        .Optional("unicastTimeToLive", "TTL or hop limit of what is sent by unicast.", ValueShapes.Byte(1), i => i.UnicastTimeToLive, (i, v) => i with { UnicastTimeToLive = v })
        .Optional("checksumWithPseudoHeader", "V3 over IPv4: the checksum covers the pseudo-header, as keepalived has it; RFC 9568 leaves it out.", ValueShapes.Switch, i => i.ChecksumWithPseudoHeader, (i, v) => i with { ChecksumWithPseudoHeader = v })
        .Optional("strictAddressList", "Refuse advertisements whose address list is not ours.", ValueShapes.Switch, i => i.StrictAddressList, (i, v) => i with { StrictAddressList = v })
        .Optional("acceptMode", "The master accepts packets to the virtual address although it does not own it; nginx needs that.", ValueShapes.Switch, i => i.AcceptMode, (i, v) => i with { AcceptMode = v })
        .Optional("virtualMac", "Virtual MAC; null for the interface's own.", ValueShapes.OrNull(OptionShapes.VirtualMac), i => i.VirtualMac, (i, v) => i with { VirtualMac = v })
        .Optional("virtualRoutes", "Routes that move with mastership.", ValueShapes.ListOf(OptionShapes.VirtualRoute), i => i.VirtualRoutes, (i, v) => i with { VirtualRoutes = v })
        .Optional("virtualRules", "Policy rules that move with mastership.", ValueShapes.ListOf(OptionShapes.VirtualRule), i => i.VirtualRules, (i, v) => i with { VirtualRules = v })
        .Optional("gratuitousArp", "Announcements of the virtual addresses.", OptionShapes.GratuitousArp, i => i.GratuitousArp, (i, v) => i with { GratuitousArp = v })
        .Optional("tracks", "What changes the priority.", ValueShapes.ListOf(TrackShapes.Track), i => i.Tracks, (i, v) => i with { Tracks = v })
        .Optional("ignoreInterfaceState", "No fault when the own interface is down.", ValueShapes.Switch, i => i.IgnoreInterfaceState, (i, v) => i with { IgnoreInterfaceState = v })
        .Optional("lowerPriorityNoAdvert", "As master, do not answer an advertisement of lower priority.", ValueShapes.Switch, i => i.LowerPriorityNoAdvert, (i, v) => i with { LowerPriorityNoAdvert = v })
        .Optional("higherPrioritySendAdvert", "As master, send one more advertisement before giving way to a higher one.", ValueShapes.Switch, i => i.HigherPrioritySendAdvert, (i, v) => i with { HigherPrioritySendAdvert = v })
        .Optional("hooks", "Programs to run on changes.", OptionShapes.Hooks, i => i.Hooks, (i, v) => i with { Hooks = v })
        .Optional("networkNamespace", "Network namespace to run in; null for the process's own. Linux only.", ValueShapes.OrNull(ValueShapes.Text(1, 255)), i => i.NetworkNamespace, (i, v) => i with { NetworkNamespace = v });
}
