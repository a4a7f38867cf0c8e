using System.Net;

namespace NginxHa.Vrrp.Options;

/// <summary>A peer reached by unicast (keepalived <c>unicast_peer</c>).</summary>
public sealed record UnicastPeer
{
    /// <summary>Address of the peer.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Lowest TTL or hop limit accepted from it (<c>min_ttl</c>); 0 accepts any.</summary>
    public byte MinimumTimeToLive { get; init; }

    /// <summary>Highest TTL or hop limit accepted from it (<c>max_ttl</c>).</summary>
    public byte MaximumTimeToLive { get; init; } = 255;
}
