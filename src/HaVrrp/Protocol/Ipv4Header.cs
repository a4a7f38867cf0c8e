using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol;

/// <summary>An IPv4 header (RFC 791 section 3.1), which raw IPv4 sockets hand over in front of the message.</summary>
public readonly struct Ipv4Header
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinimumLength = 20;

    /// <summary>Type of service of VRRP packets: internetwork control (RFC 791 section 3.1), as keepalived sends it.</summary>
    public const byte InternetworkControl = 0xC0;

    private const int FragmentMask = 0x3FFF;

    /// <summary>Length of the header in bytes, options included: 20 to 60.</summary>
    public int HeaderLength { get; private init; }

    /// <summary>Length of the packet in bytes, header included.</summary>
    public int TotalLength { get; init; }

    /// <summary>Type of service.</summary>
    public byte TypeOfService { get; init; }

    /// <summary>Identification.</summary>
    public ushort Identification { get; init; }

    /// <summary>Time to live.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>Protocol number of the payload: 112 for VRRP, 51 for an authentication header.</summary>
    public byte Protocol { get; init; }

    /// <summary>Source address.</summary>
    public InetAddress Source { get; init; }

    /// <summary>Destination address.</summary>
    public InetAddress Destination { get; init; }

    /// <summary>
    /// Reads the header of a whole packet. Bytes beyond the total length (padding of a short Ethernet frame) are left
    /// off; the header checksum is the kernel's business.
    /// </summary>
    /// <param name="packet">The packet from its IPv4 header on.</param>
    /// <param name="header">The header, or the default value.</param>
    /// <param name="payload">What follows the header, up to the total length; or empty.</param>
    /// <returns>False if it is not version 4, malformed, cut short, or a fragment.</returns>
    public static bool TryParse(ReadOnlySpan<byte> packet, out Ipv4Header header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        if (packet.Length < MinimumLength || packet[0] >> 4 != 4)
        {
            return false;
        }

        int headerLength = (packet[0] & 0x0F) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        bool fragment = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & FragmentMask) != 0;
        if (headerLength < MinimumLength || totalLength < headerLength || packet.Length < totalLength || fragment)
        {
            return false;
        }

        header = new Ipv4Header
        {
            HeaderLength = headerLength,
            TotalLength = totalLength,
            TypeOfService = packet[1],
            Identification = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]),
            TimeToLive = packet[8],
            Protocol = packet[9],
            Source = InetAddress.Read(packet.Slice(12, InetAddress.IPv4Length)),
            Destination = InetAddress.Read(packet.Slice(16, InetAddress.IPv4Length)),
        };
        payload = packet[headerLength..totalLength];
        return true;
    }

    /// <summary>
    /// Writes a header of 20 bytes without options, with its checksum. For sockets with IP_HDRINCL, where the kernel
    /// computes the checksum again.
    /// </summary>
    /// <param name="destination">At least 20 bytes.</param>
    /// <returns>20.</returns>
    /// <exception cref="ArgumentException">No room, or an address that is not IPv4.</exception>
    public int Write(Span<byte> destination)
    {
        if (destination.Length < MinimumLength)
        {
            throw new ArgumentException($"The header has {MinimumLength} bytes and there is room for {destination.Length}.", nameof(destination));
        }

        if (!Source.IsIPv4 || !Destination.IsIPv4)
        {
            throw new ArgumentException($"Source '{Source}' and destination '{Destination}' must be IPv4 addresses.", nameof(destination));
        }

        Span<byte> header = destination[..MinimumLength];
        header.Clear();
        header[0] = 0x45;
        header[1] = TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)TotalLength);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], Identification);
        header[8] = TimeToLive;
        header[9] = Protocol;
        Source.TryWrite(header[12..]);
        Destination.TryWrite(header[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header));
        return MinimumLength;
    }
}
