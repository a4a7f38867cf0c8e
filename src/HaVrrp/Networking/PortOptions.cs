using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking;

/// <summary>Where one virtual router's advertisements go out and come in.</summary>
public sealed record PortOptions
{
    /// <summary>Interface that multicast advertisements are sent from.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>
    /// Interface that multicast advertisements are received on; null means <see cref="LinkIndex"/>. With a virtual MAC it is
    /// the parent, where every advertisement of the segment arrives once, however many virtual interfaces are above it.
    /// </summary>
    public int? ListenLinkIndex { get; init; }

    /// <summary>Source address; its family decides IPv4 or IPv6.</summary>
    public required InetAddress Source { get; init; }

    /// <summary>Unicast peers; empty means multicast (224.0.0.18, ff02::12).</summary>
    public IReadOnlyList<InetAddress> Peers { get; init; } = [];

    /// <summary>TTL or hop limit of what is sent: 1-255, 255 by default (RFC 9568 section 5.1.1.3).</summary>
    public byte TimeToLive { get; init; } = VrrpConstants.TimeToLive;

    /// <summary>IP protocol: 112 (VRRP), or 51 when the message is behind an authentication header.</summary>
    public byte Protocol { get; init; } = VrrpConstants.IpProtocol;
}
