using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol.Capture;

/// <summary>
/// Reads capture files as tcpdump and Wireshark write them: pcap (draft-ietf-opsawg-pcap) and pcapng
/// (draft-ietf-opsawg-pcapng), in either byte order. A file that is cut short ends with its last whole frame.
/// </summary>
public static class CaptureFileReader
{
    /// <summary>No frame is longer (tcpdump's own limit); a longer one means that the file is damaged.</summary>
    internal const int MaximumFrameLength = 262_144;

    private const uint PcapMicroseconds = 0xA1B2C3D4;
    private const uint PcapNanoseconds = 0xA1B23C4D;

    /// <summary>Reads the frames one after the other as they are asked for.</summary>
    /// <param name="stream">The file from its first byte on; it stays open.</param>
    /// <exception cref="InvalidDataException">Neither pcap nor pcapng, or damaged.</exception>
    public static IEnumerable<CapturedFrame> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadFrames(stream);
    }

    /// <summary>Reads a field in the byte order of the file.</summary>
    internal static uint ReadUInt32(ReadOnlySpan<byte> data, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data) : BinaryPrimitives.ReadUInt32LittleEndian(data);

    /// <summary>Reads a field in the byte order of the file.</summary>
    internal static ushort ReadUInt16(ReadOnlySpan<byte> data, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(data) : BinaryPrimitives.ReadUInt16LittleEndian(data);

    /// <summary>Fills the buffer, or says that the stream ended before.</summary>
    internal static bool TryFill(Stream stream, Span<byte> buffer) =>
        stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;

    private static IEnumerable<CapturedFrame> ReadFrames(Stream stream)
    {
        byte[] magic = new byte[4];
        if (!TryFill(stream, magic))
        {
            throw new InvalidDataException("The file is too short to be a capture.");
        }

        uint value = BinaryPrimitives.ReadUInt32BigEndian(magic);
        uint swapped = BinaryPrimitives.ReverseEndianness(value);
        if (value == PcapngReader.SectionHeaderType)
        {
            return PcapngReader.Read(stream);
        }

        return value is PcapMicroseconds or PcapNanoseconds || swapped is PcapMicroseconds or PcapNanoseconds
            ? ReadPcap(
                stream,
                bigEndian: value is PcapMicroseconds or PcapNanoseconds,
                nanoseconds: value == PcapNanoseconds || swapped == PcapNanoseconds)
            : throw new InvalidDataException($"The file starts with 0x{value:x8}, which is neither pcap nor pcapng.");
    }

    private static IEnumerable<CapturedFrame> ReadPcap(Stream stream, bool bigEndian, bool nanoseconds)
    {
        byte[] header = new byte[20];
        if (!TryFill(stream, header))
        {
            throw new InvalidDataException("The pcap header is cut short.");
        }

        int linkType = (int)(ReadUInt32(header.AsSpan(16), bigEndian) & 0xFFFF);
        byte[] record = new byte[16];
        while (TryFill(stream, record))
        {
            uint length = ReadUInt32(record.AsSpan(8), bigEndian);
            if (length > MaximumFrameLength)
            {
                throw new InvalidDataException($"A frame claims {length} bytes; the file is damaged.");
            }

            byte[] data = new byte[length];
            if (!TryFill(stream, data))
            {
                yield break;
            }

            uint fraction = ReadUInt32(record.AsSpan(4), bigEndian);
            DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(ReadUInt32(record, bigEndian))
                .AddTicks(nanoseconds ? fraction / 100 : fraction * TimeSpan.TicksPerMicrosecond);
            yield return new CapturedFrame(time, linkType, data, (int)Math.Min(int.MaxValue, ReadUInt32(record.AsSpan(12), bigEndian)));
        }
    }
}
