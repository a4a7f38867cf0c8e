using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>
/// The IP authentication header with a 96-bit integrity value (RFC 2402 section 2), between the IPv4 header and a
/// VRRPv2 message. <see cref="AuthenticationHeaderAssociation"/> signs and verifies it.
/// </summary>
public readonly struct AuthenticationHeader
{
    /// <summary>Bytes of the header, integrity value included.</summary>
    public const int Length = 24;

    /// <summary>Bytes of the integrity value: HMAC-MD5 cut to 96 bits (RFC 2403 section 2).</summary>
    public const int IntegrityLength = 12;

    /// <summary>Where the integrity value starts.</summary>
    internal const int IntegrityOffset = 12;

    /// <summary>The length field: 32-bit words minus 2 (RFC 2402 section 2.2).</summary>
    private const byte PayloadLength = (Length / 4) - 2;

    /// <summary>Protocol number of what follows.</summary>
    public byte NextHeader { get; init; }

    /// <summary>Security parameters index; keepalived uses the number of the source address.</summary>
    public uint Spi { get; init; }

    /// <summary>Sequence number, from 1 on.</summary>
    public uint SequenceNumber { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="data">What follows the IPv4 header.</param>
    /// <param name="header">The header, or the default value.</param>
    /// <param name="payload">What follows it, or empty.</param>
    /// <returns>False if it is cut short or has another length than HMAC-MD5-96 gives.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out AuthenticationHeader header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        if (data.Length < Length || data[1] != PayloadLength)
        {
            return false;
        }

        header = new AuthenticationHeader
        {
            NextHeader = data[0],
            Spi = BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            SequenceNumber = BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
        };
        payload = data[Length..];
        return true;
    }

    /// <summary>Writes the header with an integrity value of zeros, which is what the signature is computed over.</summary>
    /// <param name="destination">At least 24 bytes.</param>
    /// <returns>24.</returns>
    /// <exception cref="ArgumentException">No room.</exception>
    public int Write(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException($"The header has {Length} bytes and there is room for {destination.Length}.", nameof(destination));
        }

        Span<byte> header = destination[..Length];
        header.Clear();
        header[0] = NextHeader;
        header[1] = PayloadLength;
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], Spi);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], SequenceNumber);
        return Length;
    }
}
