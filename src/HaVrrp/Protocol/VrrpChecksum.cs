using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol;

/// <summary>The checksum of a VRRP message as the version and the family want it.</summary>
public static class VrrpChecksum
{
    /// <summary>
    /// Computes the checksum of a message and writes it into its field. Needed when the source or destination of a
    /// VRRPv3 message changes, or its HMAC trailer over IPv6; a new priority is cheaper
    /// (<see cref="VrrpEncoder.SetPriority"/>).
    /// </summary>
    /// <param name="payload">A whole message, followed by its HMAC trailer if it has one.</param>
    /// <param name="source">Source address of the packet; its family is that of the message.</param>
    /// <param name="destination">Destination address of the packet.</param>
    /// <param name="mode">What VRRPv3 over IPv4 covers.</param>
    /// <exception cref="ArgumentException">Fewer bytes than the message has.</exception>
    public static void Write(Span<byte> payload, InetAddress source, InetAddress destination, VrrpChecksumMode mode)
    {
        int length = payload.Length < VrrpConstants.HeaderLength
            ? VrrpConstants.HeaderLength
            : VrrpMessageLength.Of((VrrpVersion)(payload[0] >> 4), source.Family, payload[3]);
        if (payload.Length < length)
        {
            throw new ArgumentException($"The message has {length} bytes and only {payload.Length} are here.", nameof(payload));
        }

        Span<byte> field = payload.Slice(VrrpAdvertisement.ChecksumOffset, sizeof(ushort));
        field.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(field, Compute(payload, length, source, destination, mode != VrrpChecksumMode.MessageOnly));
    }

    /// <summary>Whether the checksum in a message is right.</summary>
    internal static bool Verify(ReadOnlySpan<byte> payload, int messageLength, in VrrpDecodeContext context)
    {
        VrrpChecksumMode mode = context.Policy.ChecksumMode;
        return (mode != VrrpChecksumMode.MessageOnly && Compute(payload, messageLength, context.Source, context.Destination, true) == 0)
            || (mode != VrrpChecksumMode.PseudoHeader && Compute(payload, messageLength, context.Source, context.Destination, false) == 0);
    }

    private static ushort Compute(ReadOnlySpan<byte> payload, int messageLength, InetAddress source, InetAddress destination, bool pseudoHeaderOverIPv4)
    {
        InternetChecksum checksum = default;
        if (source.IsIPv6 || destination.IsIPv6)
        {
            // The kernel can fill and check this one, so it covers all that IPv6 carries, an HMAC trailer too.
            checksum.AddPseudoHeader(source, destination, VrrpConstants.IpProtocol, payload.Length);
            checksum.Add(payload);
            return checksum.Value;
        }

        if (pseudoHeaderOverIPv4 && (VrrpVersion)(payload[0] >> 4) == VrrpVersion.V3)
        {
            checksum.AddPseudoHeader(source, destination, VrrpConstants.IpProtocol, messageLength);
        }

        checksum.Add(payload[..messageLength]);
        return checksum.Value;
    }
}
