using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking;

/// <summary>A packet of protocol 112 or 51 as it came in. Valid only during the call that hands it over.</summary>
public readonly ref struct ReceivedPacket
{
    /// <summary>Interface index on which it arrived.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>Sender.</summary>
    public required InetAddress Source { get; init; }

    /// <summary>Destination: a group or this node.</summary>
    public required InetAddress Destination { get; init; }

    /// <summary>TTL or hop limit as received, or -1 where the system did not say.</summary>
    public required int TimeToLive { get; init; }

    /// <summary>IP protocol of <see cref="Payload"/>: 112 or 51.</summary>
    public required byte Protocol { get; init; }

    /// <summary>Everything after the IP header.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The IPv4 header (with options) where there is one: the authentication header covers it. Empty for IPv6.</summary>
    public ReadOnlySpan<byte> Ipv4Header { get; init; }
}
