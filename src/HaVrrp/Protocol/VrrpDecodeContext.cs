using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>What is known about a packet besides its message.</summary>
public readonly struct VrrpDecodeContext
{
    /// <summary>The TTL or hop limit is not known and is not checked.</summary>
    public const int UnknownTimeToLive = -1;

    private readonly VrrpDecodePolicy? _policy;

    /// <summary>A packet that went from <paramref name="source"/> to <paramref name="destination"/>.</summary>
    /// <param name="source">Source address; its family is that of the addresses in the message.</param>
    /// <param name="destination">Destination address, of the same family.</param>
    /// <param name="timeToLive">TTL or hop limit, 0 to 255, or <see cref="UnknownTimeToLive"/>.</param>
    /// <param name="policy">What to demand; null for <see cref="VrrpDecodePolicy.Default"/>.</param>
    public VrrpDecodeContext(InetAddress source, InetAddress destination, int timeToLive = UnknownTimeToLive, VrrpDecodePolicy? policy = null)
    {
        Source = source;
        Destination = destination;
        TimeToLive = timeToLive;
        _policy = policy;
    }

    /// <summary>Source address of the packet.</summary>
    public InetAddress Source { get; }

    /// <summary>Destination address of the packet.</summary>
    public InetAddress Destination { get; }

    /// <summary>TTL or hop limit of the packet, or <see cref="UnknownTimeToLive"/>.</summary>
    public int TimeToLive { get; }

    /// <summary>What the receiver demands.</summary>
    public VrrpDecodePolicy Policy => _policy ?? VrrpDecodePolicy.Default;

    /// <summary>InterNetworkV6 if either address is IPv6, else InterNetwork.</summary>
    public AddressFamily Family =>
        Source.IsIPv6 || Destination.IsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
}
