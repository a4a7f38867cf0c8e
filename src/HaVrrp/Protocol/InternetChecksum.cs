using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// The Internet checksum (RFC 1071), summed over any number of spans. A span of odd length may stand anywhere: the
/// next one goes on at the odd byte.
/// </summary>
public struct InternetChecksum
{
    private ulong _sum;
    private bool _odd;

    /// <summary>
    /// The checksum of everything added so far: what a sender writes into the field (while the field counted as zero).
    /// Over a message with its checksum in place it is 0 exactly when the message is intact.
    /// </summary>
    public readonly ushort Value => (ushort)~Fold(_sum);

    /// <summary>The checksum of one span.</summary>
    /// <param name="data">Any length.</param>
    public static ushort Compute(ReadOnlySpan<byte> data)
    {
        InternetChecksum checksum = default;
        checksum.Add(data);
        return checksum.Value;
    }

    /// <summary>
    /// The checksum after one 16-bit word of the data changed, without a look at the rest (RFC 1624, equation 3).
    /// </summary>
    /// <param name="checksum">The checksum before.</param>
    /// <param name="oldWord">The word before, in network order.</param>
    /// <param name="newWord">The word now, in network order.</param>
    public static ushort Update(ushort checksum, ushort oldWord, ushort newWord) =>
        (ushort)~Fold((ulong)(ushort)~checksum + (ushort)~oldWord + newWord);

    /// <summary>Adds bytes.</summary>
    /// <param name="data">Any length.</param>
    public void Add(ReadOnlySpan<byte> data)
    {
        if (_odd && !data.IsEmpty)
        {
            _sum += data[0];
            data = data[1..];
            _odd = false;
        }

        // 32-bit words into 64 bits: folding afterwards gives the same sum (RFC 1071 section 2), and 2^32 words fit.
        while (data.Length >= sizeof(uint))
        {
            _sum += BinaryPrimitives.ReadUInt32BigEndian(data);
            data = data[sizeof(uint)..];
        }

        if (data.Length >= sizeof(ushort))
        {
            _sum += BinaryPrimitives.ReadUInt16BigEndian(data);
            data = data[sizeof(ushort)..];
        }

        if (!data.IsEmpty)
        {
            _sum += (uint)data[0] << 8;
            _odd = true;
        }
    }

    /// <summary>
    /// Adds the pseudo-header: source, destination, length and protocol. For IPv4 it is that of TCP and UDP (RFC 793
    /// section 3.1), for IPv6 that of RFC 8200 section 8.1; zero bytes add nothing, so both come to the same sum.
    /// To be called while an even number of bytes has been added.
    /// </summary>
    /// <param name="source">Source address of the packet.</param>
    /// <param name="destination">Destination address of the packet, of the same family.</param>
    /// <param name="protocol">IP protocol number.</param>
    /// <param name="length">Bytes of the upper-layer message.</param>
    public void AddPseudoHeader(InetAddress source, InetAddress destination, byte protocol, int length)
    {
        source.AddTo(ref _sum);
        destination.AddTo(ref _sum);
        _sum += protocol;
        _sum += (uint)length;
    }

    private static ushort Fold(ulong sum)
    {
        sum = (sum & 0xFFFFFFFF) + (sum >> 32);
        sum = (sum & 0xFFFF) + ((sum >> 16) & 0xFFFF) + (sum >> 32);
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)sum;
    }
}
