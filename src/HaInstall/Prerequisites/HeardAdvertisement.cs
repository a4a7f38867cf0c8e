using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Prerequisites;

/// <summary>An advertisement that was heard, kept as it came.</summary>
public sealed record HeardAdvertisement
{
    /// <summary>Virtual router id.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>Who sent it.</summary>
    public required InetAddress Source { get; init; }

    /// <summary>This node sent it.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>When it came, from the beginning of the listening.</summary>
    public required TimeSpan After { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Where it was sent.</summary>
    public required InetAddress Destination { get; init; }

    /// <summary>TTL or hop limit, or -1.</summary>
    public required int TimeToLive { get; init; }

    /// <summary>IP protocol of the payload.</summary>
    public required byte Protocol { get; init; }

    /// <summary>What follows the IP header.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The IPv4 header; empty for IPv6.</summary>
    public ReadOnlyMemory<byte> Ipv4Header { get; init; }

    /// <summary>Keeps a packet.</summary>
    internal static HeardAdvertisement Of(in ReceivedPacket packet, byte virtualRouterId, bool isOwn, TimeSpan after) => new()
    {
        VirtualRouterId = virtualRouterId,
        Source = packet.Source,
        IsOwn = isOwn,
        After = after,
        Time = DateTimeOffset.UtcNow,
        Destination = packet.Destination,
        TimeToLive = packet.TimeToLive,
        Protocol = packet.Protocol,
        Payload = packet.Payload.ToArray(),
        Ipv4Header = packet.Ipv4Header.ToArray(),
    };

    /// <summary>The packet again.</summary>
    internal ReceivedPacket ToPacket() => new()
    {
        LinkIndex = 0,
        Source = Source,
        Destination = Destination,
        TimeToLive = TimeToLive,
        Protocol = Protocol,
        Payload = Payload.Span,
        Ipv4Header = Ipv4Header.Span,
    };
}
