using System.Net;
using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol.Inspection;

/// <summary>
/// A VRRP packet taken apart for people, good or bad. What the bytes do not tell, because they are too few or of no known
/// version, is null.
/// </summary>
public sealed class VrrpPacketReport
{
    /// <summary>Whether a receiver that is told no more than the inspection accepts the message. Signatures are shown, not verified.</summary>
    public bool IsValid => Reason == VrrpRefusal.None;

    /// <summary>The first thing that is wrong, or None.</summary>
    public required VrrpRefusal Reason { get; init; }

    /// <summary>The reason as a sentence.</summary>
    public string ReasonText => VrrpRefusals.Describe(Reason);

    /// <summary>When the packet was captured, where that is known.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Source address, where it is known.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Destination address, where it is known.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>TTL or hop limit, where it is known.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>Protocol version, 2 or 3.</summary>
    public int? Version { get; init; }

    /// <summary>Virtual router id.</summary>
    public int? VirtualRouterId { get; init; }

    /// <summary>Priority; 0: the master gives up, 255: the address owner.</summary>
    public int? Priority { get; init; }

    /// <summary>Advertisement interval.</summary>
    public TimeSpan? AdvertisementInterval { get; init; }

    /// <summary>InterNetwork or InterNetworkV6.</summary>
    public AddressFamily? AddressFamily { get; init; }

    /// <summary>The addresses that are there whole.</summary>
    public IReadOnlyList<IPAddress> VirtualAddress { get; init; } = [];

    /// <summary>How many addresses the header declares.</summary>
    public int? AddressCount { get; init; }

    /// <summary>Authentication type of VRRPv2.</summary>
    public VrrpAuthenticationType? AuthenticationType { get; init; }

    /// <summary>Security parameters index of the authentication header, if there is one.</summary>
    public long? AuthenticationHeaderSpi { get; init; }

    /// <summary>Sequence number of the authentication header, if there is one.</summary>
    public long? AuthenticationHeaderSequence { get; init; }

    /// <summary>Key id of the HMAC trailer, if there is one.</summary>
    public int? HmacKeyId { get; init; }

    /// <summary>The moment in the sequence of the HMAC trailer, if there is one.</summary>
    public DateTimeOffset? HmacTime { get; init; }

    /// <summary>The checksum as it is in the message.</summary>
    public int? Checksum { get; init; }

    /// <summary>What the checksum covers.</summary>
    public VrrpChecksumForm ChecksumForm { get; init; }

    /// <summary>Bytes of the message, with all that follows it.</summary>
    public required int Length { get; init; }

    /// <summary>The bytes of the message in hexadecimal digits, with all that follows it.</summary>
    public required string Hex { get; init; }
}
