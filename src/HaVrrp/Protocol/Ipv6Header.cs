using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// An IPv6 header (RFC 8200 section 3), as captures have it. Raw IPv6 sockets do not hand it over; they give the hop
/// limit and the destination as ancillary data.
/// </summary>
public readonly struct Ipv6Header
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 40;

    /// <summary>Bytes after the header.</summary>
    public int PayloadLength { get; private init; }

    /// <summary>Protocol number of the payload; 112 for VRRP, which no extension header precedes (RFC 9568 section 5.1.2).</summary>
    public byte NextHeader { get; private init; }

    /// <summary>Hop limit.</summary>
    public byte HopLimit { get; private init; }

    /// <summary>Source address.</summary>
    public InetAddress Source { get; private init; }

    /// <summary>Destination address.</summary>
    public InetAddress Destination { get; private init; }

    /// <summary>Reads the header of a whole packet; bytes beyond its length are left off.</summary>
    /// <param name="packet">The packet from its IPv6 header on.</param>
    /// <param name="header">The header, or the default value.</param>
    /// <param name="payload">What follows the header, or empty.</param>
    /// <returns>False if it is not version 6 or cut short.</returns>
    public static bool TryParse(ReadOnlySpan<byte> packet, out Ipv6Header header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        if (packet.Length < Length || packet[0] >> 4 != 6)
        {
            return false;
        }

        int payloadLength = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (packet.Length < Length + payloadLength)
        {
            return false;
        }

        header = new Ipv6Header
        {
            PayloadLength = payloadLength,
            NextHeader = packet[6],
            HopLimit = packet[7],
            Source = InetAddress.Read(packet.Slice(8, InetAddress.IPv6Length)),
            Destination = InetAddress.Read(packet.Slice(24, InetAddress.IPv6Length)),
        };
        payload = packet.Slice(Length, payloadLength);
        return true;
    }
}
