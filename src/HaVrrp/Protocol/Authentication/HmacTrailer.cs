using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>
/// The 28 bytes behind a message (draft-cassen-vrrp-auth-hmac): type, key id, two zero bytes, sequence (8), HMAC (16).
/// </summary>
public readonly ref struct HmacTrailer
{
    /// <summary>HMAC-SHA256 cut to 128 bits, the only type there is.</summary>
    public const byte Sha256Type = 1;

    /// <summary>Bytes of the trailer.</summary>
    public const int Length = VrrpConstants.HmacTrailerLength;

    /// <summary>Bytes of the HMAC.</summary>
    public const int MacLength = 16;

    /// <summary>Bytes before the HMAC.</summary>
    internal const int PrefixLength = Length - MacLength;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>A view of a trailer.</summary>
    /// <param name="bytes">Exactly 28 bytes, as <see cref="VrrpAdvertisement.Trailer"/> has them.</param>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public HmacTrailer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"An HMAC trailer has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _bytes = bytes;
    }

    /// <summary>Scheme of the trailer; see <see cref="Sha256Type"/>.</summary>
    public byte Type => _bytes[0];

    /// <summary>Id of the key.</summary>
    public byte KeyId => _bytes[1];

    /// <summary>Two bytes that are zero.</summary>
    public ushort Reserved => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The sequence: seconds (32 bits), fraction (16 bits), counter (16 bits).</summary>
    public ulong Sequence => BinaryPrimitives.ReadUInt64BigEndian(_bytes[4..]);

    /// <summary>The HMAC.</summary>
    public ReadOnlySpan<byte> Mac => _bytes[PrefixLength..];

    /// <summary>The time in the sequence, without the counter, in the 32-bit era that starts in 1970.</summary>
    public DateTimeOffset Time
    {
        get
        {
            ulong sequence = Sequence;
            long ticks = (long)((((sequence >> 16) & ushort.MaxValue) * TimeSpan.TicksPerSecond) >> 16);
            return DateTimeOffset.FromUnixTimeSeconds((uint)(sequence >> 32)).AddTicks(ticks);
        }
    }

    /// <summary>Writes all but the HMAC, which is left as zeros.</summary>
    internal static void WritePrefix(Span<byte> destination, byte keyId, ulong sequence)
    {
        destination[..Length].Clear();
        destination[0] = Sha256Type;
        destination[1] = keyId;
        BinaryPrimitives.WriteUInt64BigEndian(destination[4..], sequence);
    }
}
