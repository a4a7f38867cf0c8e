using System.Net;

namespace NginxHa.Vrrp.Options;

/// <summary>A route that the master owns (keepalived <c>virtual_routes</c>).</summary>
public sealed record VirtualRoute
{
    /// <summary>Destination network; 0.0.0.0/0 or ::/0 for the default route.</summary>
    public required IPAddress Destination { get; init; }

    /// <summary>Prefix length of the destination.</summary>
    public required byte PrefixLength { get; init; }

    /// <summary>Next hop, or null for an on-link route.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Output interface, or null to let the gateway decide.</summary>
    public string? Interface { get; init; }

    /// <summary>Preferred source address, or null.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Metric (priority); 0 for the system's default.</summary>
    public uint Metric { get; init; }

    /// <summary>Routing table; 254 is main.</summary>
    public uint Table { get; init; } = 254;

    /// <summary>The gateway is reachable on the interface although no route says so.</summary>
    public bool OnLink { get; init; }
}
