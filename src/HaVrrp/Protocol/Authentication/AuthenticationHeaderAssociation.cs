using System.Security.Cryptography;

namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>
/// Signs and verifies VRRPv2 packets with an IP authentication header and HMAC-MD5-96, the way keepalived does
/// (<c>auth_type AH</c>). One object an instance: sending and receiving share the sequence number, so that a backup
/// that takes over goes on above the number that its peers have heard last. Not thread-safe; allocates nothing a
/// packet.
/// </summary>
/// <remarks>
/// The integrity value covers the IPv4 header with type of service, fragment offset and header checksum as zero, the
/// authentication header with a zero integrity value, and the message. RFC 2402 section 3.3.3.1.1.1 wants the TTL as
/// zero too; keepalived does that for unicast only, as a multicast packet always arrives with 255.
/// </remarks>
public sealed class AuthenticationHeaderAssociation : IDisposable
{
    /// <summary>Bytes in front of the message in a packet to sign: IPv4 header and authentication header.</summary>
    public const int HeadersLength = Ipv4Header.MinimumLength + AuthenticationHeader.Length;

    private readonly IncrementalHash _mac;
    private readonly byte[] _scratch = new byte[VrrpConstants.MaximumPacketLength];
    private readonly bool _unicast;
    private ushort _identification;

    /// <summary>An association whose sequence number has not been used yet.</summary>
    /// <param name="key">The key, the same on all routers.</param>
    /// <param name="unicast">Whether the packets go to unicast peers.</param>
    public AuthenticationHeaderAssociation(VrrpPassword key, bool unicast)
    {
        Span<byte> bytes = stackalloc byte[VrrpPassword.Length];
        key.Write(bytes);
        _mac = IncrementalHash.CreateHMAC(HashAlgorithmName.MD5, bytes);
        _unicast = unicast;
    }

    /// <summary>The last sequence number that was sent or accepted; 0 before the first.</summary>
    public uint SequenceNumber { get; private set; }

    /// <summary>
    /// Takes the next sequence number for the advertisement to come. One advertisement has one number, to however many
    /// peers it goes.
    /// </summary>
    /// <returns>
    /// False when the numbers are used up (RFC 2402 section 3.3.2: they must not start again under the same key); at one
    /// advertisement a second that takes 136 years.
    /// </returns>
    public bool TryAdvance()
    {
        if (SequenceNumber == uint.MaxValue)
        {
            return false;
        }

        SequenceNumber++;

        // The kernel replaces an identification of 0 and so would break the signature.
        _identification = _identification == ushort.MaxValue ? (ushort)1 : (ushort)(_identification + 1);
        return true;
    }

    /// <summary>
    /// Writes the headers in front of a message and signs the packet. It has to be sent as it is, by a socket with
    /// IP_HDRINCL.
    /// </summary>
    /// <param name="packet">Room of <see cref="HeadersLength"/> bytes, then a VRRPv2 message of type AH with its checksum; nothing else.</param>
    /// <param name="source">Source address; also the SPI.</param>
    /// <param name="destination">Multicast group or peer.</param>
    /// <param name="timeToLive">TTL of the packet.</param>
    /// <exception cref="ArgumentException">The packet is too short or too long, or an address is not IPv4.</exception>
    public void Sign(Span<byte> packet, InetAddress source, InetAddress destination, byte timeToLive = VrrpConstants.TimeToLive)
    {
        if (packet.Length < HeadersLength + VrrpConstants.HeaderLength || packet.Length > VrrpConstants.MaximumPacketLength)
        {
            throw new ArgumentException(
                $"A packet to sign has {HeadersLength + VrrpConstants.HeaderLength} to {VrrpConstants.MaximumPacketLength} bytes, not {packet.Length}.",
                nameof(packet));
        }

        new Ipv4Header
        {
            TypeOfService = Ipv4Header.InternetworkControl,
            TotalLength = packet.Length,
            Identification = _identification,
            TimeToLive = timeToLive,
            Protocol = VrrpConstants.AuthenticationHeaderProtocol,
            Source = source,
            Destination = destination,
        }.Write(packet);
        new AuthenticationHeader
        {
            NextHeader = VrrpConstants.IpProtocol,
            Spi = source.ToUInt32(),
            SequenceNumber = SequenceNumber,
        }.Write(packet[Ipv4Header.MinimumLength..]);

        Span<byte> integrity = stackalloc byte[HMACMD5.HashSizeInBytes];
        Span<byte> copy = _scratch.AsSpan(0, packet.Length);
        packet.CopyTo(copy);
        Compute(copy, Ipv4Header.MinimumLength, integrity);
        integrity[..AuthenticationHeader.IntegrityLength].CopyTo(
            packet.Slice(Ipv4Header.MinimumLength + AuthenticationHeader.IntegrityOffset, AuthenticationHeader.IntegrityLength));
    }

    /// <summary>
    /// Verifies a received packet. The sequence number counts as used only if all else is right, so a forged packet
    /// cannot move it.
    /// </summary>
    /// <param name="packet">The packet from its IPv4 header on.</param>
    /// <param name="message">The VRRP message in it, to be decoded; empty if refused.</param>
    /// <returns>As the other overload.</returns>
    public VrrpRefusal Verify(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> message) => Verify(packet, default, out message);

    /// <summary>Verifies a received packet whose header and payload lie apart.</summary>
    /// <param name="ipv4Header">The IPv4 header with its options, as it was received.</param>
    /// <param name="payload">What follows it: authentication header and message.</param>
    /// <param name="message">The VRRP message, to be decoded; empty if refused.</param>
    /// <returns>
    /// <see cref="VrrpRefusal.None"/>, <see cref="VrrpRefusal.BadPacketHeader"/>, <see cref="VrrpRefusal.AuthenticationMissing"/>,
    /// <see cref="VrrpRefusal.BadAuthentication"/> or <see cref="VrrpRefusal.Replayed"/>.
    /// </returns>
    public VrrpRefusal Verify(ReadOnlySpan<byte> ipv4Header, ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> message)
    {
        message = default;
        int length = ipv4Header.Length + payload.Length;
        if (length > _scratch.Length)
        {
            return VrrpRefusal.BadPacketHeader;
        }

        Span<byte> copy = _scratch.AsSpan(0, length);
        ipv4Header.CopyTo(copy);
        payload.CopyTo(copy[ipv4Header.Length..]);
        if (!Ipv4Header.TryParse(copy, out Ipv4Header ip, out ReadOnlySpan<byte> content)
            || (ip.HeaderLength != ipv4Header.Length && !payload.IsEmpty))
        {
            return VrrpRefusal.BadPacketHeader;
        }

        if (ip.Protocol != VrrpConstants.AuthenticationHeaderProtocol)
        {
            return VrrpRefusal.AuthenticationMissing;
        }

        if (!AuthenticationHeader.TryParse(content, out AuthenticationHeader header, out ReadOnlySpan<byte> body)
            || header.NextHeader != VrrpConstants.IpProtocol)
        {
            return VrrpRefusal.BadPacketHeader;
        }

        Span<byte> received = stackalloc byte[AuthenticationHeader.IntegrityLength];
        content.Slice(AuthenticationHeader.IntegrityOffset, received.Length).CopyTo(received);
        Span<byte> expected = stackalloc byte[HMACMD5.HashSizeInBytes];
        Compute(copy[..ip.TotalLength], ip.HeaderLength, expected);
        if (!CryptographicOperations.FixedTimeEquals(received, expected[..received.Length]) || header.Spi != ip.Source.ToUInt32())
        {
            return VrrpRefusal.BadAuthentication;
        }

        if (header.SequenceNumber <= SequenceNumber)
        {
            return VrrpRefusal.Replayed;
        }

        SequenceNumber = header.SequenceNumber;
        int start = ip.TotalLength - body.Length;
        message = payload.IsEmpty ? ipv4Header.Slice(start, body.Length) : payload.Slice(start - ipv4Header.Length, body.Length);
        return VrrpRefusal.None;
    }

    /// <summary>Forgets the key; then nothing can be signed or verified.</summary>
    public void Dispose() => _mac.Dispose();

    /// <summary>HMAC-MD5 of a packet in the scratch buffer, whose mutable fields and integrity value become zero.</summary>
    private void Compute(Span<byte> copy, int headerLength, Span<byte> destination)
    {
        copy[1] = 0; // type of service
        copy[6..8].Clear(); // flags and fragment offset
        copy[10..12].Clear(); // header checksum
        if (_unicast)
        {
            copy[8] = 0; // TTL
        }

        copy.Slice(headerLength + AuthenticationHeader.IntegrityOffset, AuthenticationHeader.IntegrityLength).Clear();
        _mac.AppendData(copy);
        _mac.GetHashAndReset(destination);
    }
}
