namespace NginxHa.Vrrp.Protocol.Capture;

/// <summary>
/// The blocks of pcapng that carry frames: section header, interface description, enhanced and simple packet
/// (draft-ietf-opsawg-pcapng sections 4.1 to 4.4). Others are read over.
/// </summary>
internal static class PcapngReader
{
    /// <summary>Type of the section header block, a palindrome, so the same in both byte orders.</summary>
    public const uint SectionHeaderType = 0x0A0D0D0A;

    private const uint InterfaceDescriptionType = 1;
    private const uint SimplePacketType = 3;
    private const uint EnhancedPacketType = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ushort EndOfOptions = 0;
    private const ushort TimeResolutionOption = 9;
    private const ushort TimeOffsetOption = 14;

    /// <summary>A block of more bytes than this means that the file is damaged.</summary>
    private const int MaximumBlockLength = 16 * 1024 * 1024;

    /// <summary>Reads on behind the four bytes of the first block's type.</summary>
    public static IEnumerable<CapturedFrame> Read(Stream stream)
    {
        var interfaces = new List<Interface>();
        byte[] four = new byte[4];
        uint type = SectionHeaderType;
        bool bigEndian = false;
        while (true)
        {
            if (type == SectionHeaderType)
            {
                interfaces.Clear();
            }

            if (ReadBlock(stream, type, ref bigEndian) is not { } body)
            {
                yield break;
            }

            switch (type)
            {
                case InterfaceDescriptionType:
                    interfaces.Add(ReadInterface(body, bigEndian));
                    break;
                case EnhancedPacketType:
                    yield return ReadEnhancedPacket(body, interfaces, bigEndian);
                    break;
                case SimplePacketType:
                    yield return ReadSimplePacket(body, interfaces, bigEndian);
                    break;
                default:
                    break;
            }

            if (!CaptureFileReader.TryFill(stream, four))
            {
                yield break;
            }

            type = CaptureFileReader.ReadUInt32(four, bigEndian);
        }
    }

    /// <summary>The body of a block, or null where the file ends. A section header sets the byte order first.</summary>
    private static byte[]? ReadBlock(Stream stream, uint type, ref bool bigEndian)
    {
        byte[] head = new byte[type == SectionHeaderType ? 8 : 4];
        if (!CaptureFileReader.TryFill(stream, head))
        {
            return null;
        }

        if (type == SectionHeaderType)
        {
            bigEndian = CaptureFileReader.ReadUInt32(head.AsSpan(4), bigEndian: true) == ByteOrderMagic;
            if (!bigEndian && CaptureFileReader.ReadUInt32(head.AsSpan(4), bigEndian: false) != ByteOrderMagic)
            {
                throw new InvalidDataException("The section header of the pcapng file has no byte-order magic.");
            }
        }

        // Type and both lengths make 12 bytes; of a section header the magic is read already.
        uint length = CaptureFileReader.ReadUInt32(head, bigEndian);
        int read = 4 + head.Length;
        if (length < read + 4 || length % 4 != 0 || length > MaximumBlockLength)
        {
            throw new InvalidDataException($"A pcapng block claims {length} bytes; the file is damaged.");
        }

        byte[] rest = new byte[length - read];
        return CaptureFileReader.TryFill(stream, rest) ? rest[..^4] : null;
    }

    private static Interface ReadInterface(byte[] body, bool bigEndian)
    {
        if (body.Length < 8)
        {
            throw new InvalidDataException("An interface description of the pcapng file is cut short.");
        }

        long unitsPerSecond = 1_000_000;
        long offsetSeconds = 0;
        ReadOnlySpan<byte> options = body.AsSpan(8);
        while (options.Length >= 4)
        {
            ushort code = CaptureFileReader.ReadUInt16(options, bigEndian);
            int length = CaptureFileReader.ReadUInt16(options[2..], bigEndian);
            int padded = (length + 3) & ~3;
            if (code == EndOfOptions || options.Length < 4 + padded)
            {
                break;
            }

            ReadOnlySpan<byte> value = options.Slice(4, length);
            if (code == TimeResolutionOption && length == 1)
            {
                unitsPerSecond = GetUnitsPerSecond(value[0]);
            }
            else if (code == TimeOffsetOption && length == 8)
            {
                uint first = CaptureFileReader.ReadUInt32(value, bigEndian);
                uint second = CaptureFileReader.ReadUInt32(value[4..], bigEndian);
                offsetSeconds = (long)(bigEndian ? ((ulong)first << 32) | second : ((ulong)second << 32) | first);
            }

            options = options[(4 + padded)..];
        }

        return new Interface(
            CaptureFileReader.ReadUInt16(body, bigEndian),
            CaptureFileReader.ReadUInt32(body.AsSpan(4), bigEndian),
            unitsPerSecond,
            offsetSeconds);
    }

    /// <summary>A power of ten, or with the highest bit a power of two.</summary>
    private static long GetUnitsPerSecond(byte resolution)
    {
        int exponent = resolution & 0x7F;
        bool binary = (resolution & 0x80) != 0;
        if (exponent > (binary ? 62 : 18))
        {
            throw new InvalidDataException($"The pcapng file has a time resolution of 0x{resolution:x2}, which is out of range.");
        }

        long units = 1;
        for (int i = 0; i < exponent; i++)
        {
            units *= binary ? 2 : 10;
        }

        return units;
    }

    private static CapturedFrame ReadEnhancedPacket(byte[] body, List<Interface> interfaces, bool bigEndian)
    {
        const int HeaderLength = 20;
        if (body.Length < HeaderLength)
        {
            throw new InvalidDataException("A packet block of the pcapng file is cut short.");
        }

        Interface origin = Find(interfaces, CaptureFileReader.ReadUInt32(body, bigEndian));
        ulong stamp = ((ulong)CaptureFileReader.ReadUInt32(body.AsSpan(4), bigEndian) << 32)
            | CaptureFileReader.ReadUInt32(body.AsSpan(8), bigEndian);
        uint length = CaptureFileReader.ReadUInt32(body.AsSpan(12), bigEndian);
        uint original = CaptureFileReader.ReadUInt32(body.AsSpan(16), bigEndian);
        return new CapturedFrame(origin.GetTime(stamp), origin.LinkType, Slice(body, HeaderLength, length), ToInt32(original));
    }

    private static CapturedFrame ReadSimplePacket(byte[] body, List<Interface> interfaces, bool bigEndian)
    {
        const int HeaderLength = 4;
        if (body.Length < HeaderLength)
        {
            throw new InvalidDataException("A packet block of the pcapng file is cut short.");
        }

        Interface origin = Find(interfaces, 0);
        uint original = CaptureFileReader.ReadUInt32(body, bigEndian);
        uint length = origin.SnapshotLength == 0 ? original : Math.Min(original, origin.SnapshotLength);
        return new CapturedFrame(DateTimeOffset.UnixEpoch, origin.LinkType, Slice(body, HeaderLength, length), ToInt32(original));
    }

    private static Interface Find(List<Interface> interfaces, uint index) => index < interfaces.Count
        ? interfaces[(int)index]
        : throw new InvalidDataException($"A packet of the pcapng file names interface {index}, which is not described.");

    private static ReadOnlyMemory<byte> Slice(byte[] body, int offset, uint length) => length <= body.Length - offset
        ? body.AsMemory(offset, (int)length)
        : throw new InvalidDataException($"A packet block of the pcapng file claims {length} bytes; the file is damaged.");

    private static int ToInt32(uint value) => (int)Math.Min(int.MaxValue, value);

    private sealed record Interface(int LinkType, uint SnapshotLength, long UnitsPerSecond, long OffsetSeconds)
    {
        public DateTimeOffset GetTime(ulong stamp)
        {
            UInt128 ticks = (UInt128)stamp * TimeSpan.TicksPerSecond / (ulong)UnitsPerSecond;
            Int128 total = (Int128)ticks + ((Int128)OffsetSeconds * TimeSpan.TicksPerSecond) + DateTime.UnixEpoch.Ticks;
            return total >= 0 && total <= DateTime.MaxValue.Ticks
                ? new DateTimeOffset((long)total, TimeSpan.Zero)
                : throw new InvalidDataException("A packet of the pcapng file has a time that is out of range.");
        }
    }
}
