using NginxHa.Installation.Prerequisites;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Installation.Online;

/// <summary>A virtual router of a document on this node, and what is known of it beside the segment.</summary>
public sealed record LiveRouter
{
    private static readonly TimeSpan _shortestListening = TimeSpan.FromSeconds(4);

    /// <summary>Name of this node.</summary>
    public required string Node { get; init; }

    /// <summary>What the node has to run.</summary>
    public required VrrpInstanceOptions Options { get; init; }

    /// <summary>The other nodes.</summary>
    public IReadOnlyList<ExpectedPeer> Peers { get; init; } = [];

    /// <summary>Whether <see cref="Peers"/> are all of them: a document of one node does not name the others.</summary>
    public bool KnowsAllNodes { get; init; } = true;

    /// <summary>What this module's engines run of it: the instances with its name, or with its virtual router id on its interface.</summary>
    public IReadOnlyList<VrrpInstanceStatus> Running { get; init; } = [];

    /// <summary>Whether the keepalived of this machine runs; null when that says nothing, as for a network namespace.</summary>
    public bool? KeepalivedRuns { get; init; }

    /// <summary>The virtual routers of a topology on one of its nodes.</summary>
    /// <param name="topology">A topology without errors.</param>
    /// <param name="self">What the node has to run.</param>
    public static IReadOnlyList<LiveRouter> Of(HaTopology topology, NodeDeclaration self)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(self);
        NodeDeclaration[] others = [.. topology.Nodes.Where(node => node.Name != self.Name).Select(node => TopologyDerivation.Derive(topology, node.Name))];
        return
        [
            .. self.Instances.Select(instance => new LiveRouter
            {
                Node = self.Name ?? topology.Name,
                Options = instance,
                KnowsAllNodes = !topology.IsSingleNode,
                Peers =
                [
                    .. others.Select(other => new ExpectedPeer(
                        other.Name!,
                        [.. topology.Nodes.First(node => node.Name == other.Name).Addresses.Select(InetAddress.FromIPAddress)],
                        other.Instances.First(theirs => theirs.Name == instance.Name))),
                    .. topology.IsSingleNode ? instance.UnicastPeers.Select(peer => new ExpectedPeer(peer.Address.ToString(), [InetAddress.FromIPAddress(peer.Address)], instance)) : [],
                ],
            }),
        ];
    }

    /// <summary>What the ground is looked at for.</summary>
    /// <param name="listenTime">How long to listen; null for four intervals, and at least 4 s.</param>
    public GroundTarget Target(TimeSpan? listenTime) => new()
    {
        Interface = Options.Interface,
        VirtualAddresses = [.. Options.VirtualAddresses.Select(address => InetAddress.FromIPAddress(address.Address))],
        VirtualRouterId = Options.VirtualRouterId,
        Family = Options.EffectiveFamily,
        Peers = [.. Peers.SelectMany(peer => peer.Addresses).Distinct()],
        IsUnicast = Options.UnicastPeers.Count > 0,
        NetworkNamespace = Options.NetworkNamespace,
        ListenTime = listenTime ?? TimeSpan.FromTicks(Math.Max(_shortestListening.Ticks, Options.AdvertisementInterval.Ticks * 4)),
    };
}
