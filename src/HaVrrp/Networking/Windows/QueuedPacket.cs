using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>A received packet on its way from a receiving thread to the event loop. The objects are used again and again.</summary>
internal sealed class QueuedPacket
{
    public byte[] Bytes { get; } = new byte[VrrpConstants.MaximumPacketLength];

    public int Length { get; set; }

    /// <summary>Bytes of the IPv4 header at the beginning; 0 for IPv6.</summary>
    public int HeaderLength { get; set; }

    public int LinkIndex { get; set; }

    public InetAddress Source { get; set; }

    public InetAddress Destination { get; set; }

    public int TimeToLive { get; set; }

    public byte Protocol { get; set; }

    /// <summary>The packet as the engine takes it.</summary>
    public ReceivedPacket ToReceived() => new()
    {
        LinkIndex = LinkIndex,
        Source = Source,
        Destination = Destination,
        TimeToLive = TimeToLive,
        Protocol = Protocol,
        Payload = Bytes.AsSpan(HeaderLength, Length - HeaderLength),
        Ipv4Header = Bytes.AsSpan(0, HeaderLength),
    };
}
