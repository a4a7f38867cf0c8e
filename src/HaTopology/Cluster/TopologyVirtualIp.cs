using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>A virtual IP of a cluster and who should have it.</summary>
public sealed record TopologyVirtualIp
{
    /// <summary>The address with its attributes.</summary>
    public required VirtualAddress Address { get; init; }

    /// <summary>Name of the preferred owner; null for the first node, in a dual-master cluster for the nodes in turn.</summary>
    public string? Owner { get; init; }

    /// <summary>Virtual router id; null for one that follows from the owner.</summary>
    public byte? VirtualRouterId { get; init; }
}
