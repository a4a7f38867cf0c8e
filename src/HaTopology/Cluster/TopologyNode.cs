using System.Net;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>One node of a cluster and how it knows that it is meant.</summary>
public sealed record TopologyNode
{
    /// <summary>Name in the document, unique; also taken for a host name.</summary>
    public required string Name { get; init; }

    /// <summary>Other host names of the machine, with or without domain.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Machine id (<c>/etc/machine-id</c>), for machines whose name changes; null for none.</summary>
    public string? MachineId { get; init; }

    /// <summary>Own addresses of the node. With unicast the first of each family is the source and what the peers send to.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Interface of the virtual routers on this node; null for the cluster's.</summary>
    public string? Interface { get; init; }

    /// <summary>Priority in a master-backup cluster; null for one that follows from the order of the nodes.</summary>
    public byte? Priority { get; init; }

    /// <summary>Network namespace of the virtual routers; null for the process's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Tracks of this node beside the cluster's.</summary>
    public IReadOnlyList<TrackOptions> Tracks { get; init; } = [];
}
