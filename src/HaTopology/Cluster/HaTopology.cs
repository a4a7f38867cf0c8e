using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>
/// A document: either a whole cluster (nodes and virtual IPs, from which every node derives its own virtual routers), the
/// same on every node, or one node's virtual routers written out.
/// </summary>
public sealed record HaTopology
{
    /// <summary>The first virtual router id that a cluster uses when it is not told another: the one of keepalived's samples.</summary>
    public const byte DefaultVirtualRouterId = 51;

    /// <summary>Name of the cluster; the virtual routers are named after it.</summary>
    public string Name { get; init; } = "ha";

    /// <summary>How the nodes share the virtual IPs.</summary>
    public TopologyMode Mode { get; init; }

    /// <summary>The nodes, best first.</summary>
    public IReadOnlyList<TopologyNode> Nodes { get; init; } = [];

    /// <summary>The virtual IPs.</summary>
    public IReadOnlyList<TopologyVirtualIp> VirtualIps { get; init; } = [];

    /// <summary>Interface of the virtual routers, for nodes that name none.</summary>
    public string? Interface { get; init; }

    /// <summary>Virtual router id of the first owner; the others count up from it.</summary>
    public byte FirstVirtualRouterId { get; init; } = DefaultVirtualRouterId;

    /// <summary>What all virtual routers have in common.</summary>
    public TopologyVrrpSettings Vrrp { get; init; } = new();

    /// <summary>Tracks of every virtual router on every node.</summary>
    public IReadOnlyList<TrackOptions> Tracks { get; init; } = [];

    /// <summary>Programs that every virtual router runs on changes.</summary>
    public VrrpHooks Hooks { get; init; } = VrrpHooks.None;

    /// <summary>Virtual routers written out, in a document for one node.</summary>
    public IReadOnlyList<VrrpInstanceOptions> Instances { get; init; } = [];

    /// <summary>Groups of virtual routers written out, in a document for one node.</summary>
    public IReadOnlyList<SyncGroupOptions> SyncGroups { get; init; } = [];

    /// <summary>nginx; null when the nodes serve something else.</summary>
    public NginxSettings? Nginx { get; init; }

    /// <summary>The agent itself.</summary>
    public AgentSettings Agent { get; init; } = new();

    /// <summary>Whether the virtual routers are written out for one node rather than derived from a cluster.</summary>
    public bool IsSingleNode => Nodes.Count == 0 && VirtualIps.Count == 0;
}
