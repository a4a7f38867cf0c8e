using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Simulation.World;

/// <summary>The options that a scenario means.</summary>
internal static class OptionsFactory
{
    private const string CheckName = "check";
    private const string GroupName = "both";

    /// <summary>Never called: results come from the scenario.</summary>
    private static readonly Func<CancellationToken, ValueTask<TrackResult>> NeverCalled = static _ => throw new NotSupportedException();

    public static SyncGroupOptions Group(Scenario scenario, SimulatedNode node) => new()
    {
        Name = GroupName,
        Members = [.. scenario.Routers.Select(static router => Naming.RouterName(router.Index))],
        Tracks = Tracks(node),
    };

    public static VrrpInstanceOptions Instance(Scenario scenario, SimulatedNode node, int router)
    {
        RouterDeclaration shared = scenario.Routers[router];
        NodeRouter own = node.Routers[router];
        return new VrrpInstanceOptions
        {
            Name = Naming.RouterName(router),
            Interface = node.Links[shared.Segment].Name,
            VirtualRouterId = shared.VirtualRouterId,
            Priority = own.Priority,
            Version = scenario.Version,
            VirtualAddresses = Addresses(scenario, shared),
            AdvertisementInterval = new TimeSpan(own.Interval),
            InitialState = own.StartsAsMaster ? VrrpInitialState.Master : VrrpInitialState.Backup,
            Preempt = own.Preempt,
            PreemptDelay = new TimeSpan(own.PreemptDelay),
            StartupDelay = new TimeSpan(own.StartupDelay),
            UnicastPeers = scenario.IsUnicast ? Peers(scenario, shared.Segment, node.Number) : [],
            GratuitousArp = Announcements(scenario),
            Tracks = scenario.IsGrouped ? [] : Tracks(node),
            LowerPriorityNoAdvert = own.LowerPriorityNoAdvert,
            HigherPrioritySendAdvert = own.HigherPrioritySendAdvert,
            DownTimerAdverts = own.DownTimerAdverts,
        };
    }

    private static VirtualAddress[] Addresses(Scenario scenario, RouterDeclaration router)
    {
        var addresses = new VirtualAddress[router.AddressCount];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = new VirtualAddress
            {
                Address = Naming.ToIPAddress(Naming.VirtualAddress(scenario, router, i)),
                PrefixLength = scenario.IsIPv6 ? (byte)64 : (byte)24,
            };
        }

        return addresses;
    }

    private static List<UnicastPeer> Peers(Scenario scenario, int segment, int self)
    {
        var peers = new List<UnicastPeer>(scenario.NodeCount - 1);
        for (int node = 0; node < scenario.NodeCount; node++)
        {
            if (node != self)
            {
                peers.Add(new UnicastPeer { Address = Naming.ToIPAddress(Naming.NodeAddress(scenario, segment, node)) });
            }
        }

        return peers;
    }

    private static GratuitousArpOptions Announcements(Scenario scenario) => new()
    {
        Repeat = scenario.Announcing.Repeat,
        Delay = new TimeSpan(scenario.Announcing.Delay),
        Refresh = new TimeSpan(scenario.Announcing.Refresh),
        ArpInterval = new TimeSpan(scenario.Announcing.Pause),
        NeighbourAdvertisementInterval = new TimeSpan(scenario.Announcing.Pause),
    };

    private static TrackOptions[] Tracks(SimulatedNode node) => node.Declaration.Track switch
    {
        null => [],
        { IsInterface: true } track => [new InterfaceTrackOptions { Name = CheckName, Interface = node.Links[1].Name, Weight = track.Weight }],
        var track => [new CallbackTrackOptions { Name = CheckName, Check = NeverCalled, Weight = track.Weight, InitiallyUp = track.InitiallyUp }],
    };
}
