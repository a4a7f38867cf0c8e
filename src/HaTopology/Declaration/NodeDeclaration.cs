using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>What one node is to run: the virtual routers and the groups that hold them together. Engine-neutral.</summary>
public sealed record NodeDeclaration
{
    /// <summary>Name of the node (keepalived <c>router_id</c>); null when nobody said.</summary>
    public string? Name { get; init; }

    /// <summary>Virtual routers, in the order declared.</summary>
    public IReadOnlyList<VrrpInstanceOptions> Instances { get; init; } = [];

    /// <summary>Groups of virtual routers that move together.</summary>
    public IReadOnlyList<SyncGroupOptions> SyncGroups { get; init; } = [];
}
