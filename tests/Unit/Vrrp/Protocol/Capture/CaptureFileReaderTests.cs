using System.Buffers.Binary;
using NginxHa.Vrrp.Protocol.Capture;

namespace NginxHa.Tests.Unit.Vrrp.Protocol.Capture;

public sealed class CaptureFileReaderTests
{
    [Fact]
    public void Both_formats_say_the_same()
    {
        List<CapturedFrame> pcap = Read(Vector("keepalived-2.2.7/v3-ipv6.pcap"));
        List<CapturedFrame> pcapng = Read(Vector("v3-ipv6.pcapng"));
        Assert.Equal(5, pcap.Count);
        Assert.Equal(pcap.Count, pcapng.Count);
        foreach ((CapturedFrame one, CapturedFrame other) in pcap.Zip(pcapng))
        {
            Assert.Equal(one.Data.ToArray(), other.Data.ToArray());
            Assert.Equal((one.Time, one.LinkType, one.OriginalLength), (other.Time, other.LinkType, other.OriginalLength));
            Assert.Equal((LinkLayer.Ethernet, 94), (one.LinkType, one.OriginalLength));
        }

        Assert.InRange(pcap[^1].Time - pcap[0].Time, TimeSpan.FromSeconds(3.7), TimeSpan.FromSeconds(3.9));
    }

    [Fact]
    public void Files_of_either_byte_order_and_resolution_say_the_same()
    {
        byte[] little = Vector("keepalived-2.2.7/v2.pcap");
        List<CapturedFrame> expected = Read(little);
        byte[] big = SwapPcap(little);
        byte[] nanoseconds = [.. little];
        nanoseconds[0] = 0x4D;
        nanoseconds[1] = 0x3C;
        AssertSame(expected, Read(big));

        List<CapturedFrame> read = Read(nanoseconds);
        Assert.All(read.Zip(expected), pair => Assert.True(pair.First.Time <= pair.Second.Time));
    }

    [Fact]
    public void A_file_that_is_cut_short_ends_with_its_last_whole_frame()
    {
        byte[] file = Vector("keepalived-2.2.7/v2.pcap");
        int all = Read(file).Count;
        Assert.Equal(all - 1, Read(file[..^1]).Count);
        Assert.Equal(all - 1, Read(file[..^58]).Count);
        Assert.Empty(Read(file[..24]));

        byte[] pcapng = Vector("v3-ipv6.pcapng");
        Assert.Equal(4, Read(pcapng[..^1]).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0102")]
    [InlineData("7f454c4602010100")]
    [InlineData("d4c3b2a1020004")] // pcap header cut short
    [InlineData("0a0d0d0a1c000000ffffffff01000000ffffffffffffffff1c000000")] // pcapng without byte-order magic
    [InlineData("0a0d0d0a0b0000004d3c2b1a")] // a block of 11 bytes
    public void What_is_no_capture_is_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => Read(Convert.FromHexString(hex)));

    [Fact]
    public void A_frame_that_claims_a_gigabyte_is_refused()
    {
        byte[] file = Vector("keepalived-2.2.7/v2.pcap");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(24 + 8), 1 << 30);
        Assert.Throws<InvalidDataException>(() => Read(file));
    }

    [Fact]
    public void Pcapng_with_big_endian_order_a_finer_clock_and_a_simple_packet()
    {
        byte[] frame = [.. new byte[12], 0x08, 0x00, 0x45, 0];
        byte[] file =
        [
            .. Block(0x0A0D0D0A, [0x1A, 0x2B, 0x3C, 0x4D, 0, 1, 0, 0, .. Enumerable.Repeat((byte)0xFF, 8)]),
            .. Block(1, [0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 9, 0, 0, 0, 0, 14, 0, 8, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0]),
            .. Block(0x0BAD, [1, 2, 3, 4]),
            .. Block(6, [0, 0, 0, 0, 0, 0, 0, 0, 0x3B, 0x9A, 0xCA, 0x00, 0, 0, 0, 16, 0, 0, 0, 99, .. frame]),
            .. Block(3, [0, 0, 0, 16, .. frame]),
        ];
        List<CapturedFrame> frames = Read(file);
        Assert.Equal(2, frames.Count);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(11), frames[0].Time);
        Assert.Equal(99, frames[0].OriginalLength);
        Assert.Equal(frame, frames[0].Data.ToArray());
        Assert.Equal(frame, frames[1].Data.ToArray());
    }

    [Theory]
    [InlineData(LinkLayer.Ethernet, "000000000000000000000000" + "0800", true)]
    [InlineData(LinkLayer.Ethernet, "000000000000000000000000" + "86dd", true)]
    [InlineData(LinkLayer.Ethernet, "000000000000000000000000" + "0806", false)]
    [InlineData(LinkLayer.Ethernet, "000000000000000000000000" + "81000064" + "0800", true)]
    [InlineData(LinkLayer.Ethernet, "000000000000000000000000" + "88a80064" + "81000064" + "86dd", true)]
    [InlineData(LinkLayer.Ethernet, "000000000000000000000000" + "81000064" + "0806", false)]
    [InlineData(LinkLayer.LinuxCooked, "0000000000000000000000000000" + "0800", true)]
    [InlineData(LinkLayer.LinuxCooked2, "0800" + "000000000000000000000000000000000000", true)]
    [InlineData(LinkLayer.LinuxCooked2, "0806" + "000000000000000000000000000000000000", false)]
    [InlineData(LinkLayer.Loopback, "02000000", true)]
    [InlineData(LinkLayer.RawIp, "", true)]
    [InlineData(LinkLayer.RawIPv4, "", true)]
    [InlineData(LinkLayer.RawIPv6, "", true)]
    [InlineData(127, "", false)]
    public void Finds_the_packet_in_the_frame(int linkType, string prefix, bool found)
    {
        byte[] frame = [.. Convert.FromHexString(prefix), 0x45, 1, 2, 3];
        Assert.Equal(found, LinkLayer.TryGetIpPacket(frame, linkType, out ReadOnlySpan<byte> packet));
        Assert.Equal(found ? [0x45, 1, 2, 3] : [], packet.ToArray());
        for (int length = 0; length <= prefix.Length / 2; length++)
        {
            Assert.False(LinkLayer.TryGetIpPacket(frame.AsSpan(0, length), linkType, out _));
        }
    }

    private static void AssertSame(List<CapturedFrame> expected, List<CapturedFrame> read)
    {
        Assert.Equal(expected.Count, read.Count);
        foreach ((CapturedFrame one, CapturedFrame other) in expected.Zip(read))
        {
            Assert.Equal(one.Data.ToArray(), other.Data.ToArray());
            Assert.Equal((one.Time, one.LinkType, one.OriginalLength), (other.Time, other.LinkType, other.OriginalLength));
        }
    }

    private static byte[] SwapPcap(byte[] file)
    {
        byte[] swapped = [.. file];
        swapped.AsSpan(0, 4).Reverse();
        swapped.AsSpan(20, 4).Reverse();
        for (int at = 24; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 8));
            for (int field = 0; field < 16; field += 4)
            {
                swapped.AsSpan(at + field, 4).Reverse();
            }

            at += 16 + length;
        }

        return swapped;
    }

    private static byte[] Block(uint type, byte[] body)
    {
        byte[] block = new byte[12 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(block, type);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(4), block.Length);
        body.CopyTo(block, 8);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(block.Length - 4), block.Length);
        return block;
    }

    private static byte[] Vector(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "vrrp", name));

    private static List<CapturedFrame> Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return [.. CaptureFileReader.Read(stream)];
    }
}
