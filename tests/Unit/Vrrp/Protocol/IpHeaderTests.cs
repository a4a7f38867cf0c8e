using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class IpHeaderTests
{
    // The first packet of tests/Vectors/vrrp/keepalived-2.2.7/v2.pcap.
    private static readonly byte[] Packet = Convert.FromHexString(
        "45c0002c00010000ff70b04fc633640be0000012" + "213396020001c3fec0000264c00002650000000000000000");

    [Fact]
    public void Reads_an_IPv4_header()
    {
        Assert.True(Ipv4Header.TryParse(Packet, out Ipv4Header header, out ReadOnlySpan<byte> payload));
        Assert.Equal((20, 44, 0xC0, 1, 255, 112), (header.HeaderLength, header.TotalLength, header.TypeOfService, header.Identification, header.TimeToLive, header.Protocol));
        Assert.Equal("198.51.100.11", header.Source.ToString());
        Assert.Equal("224.0.0.18", header.Destination.ToString());
        Assert.Equal(24, payload.Length);
    }

    [Fact]
    public void Leaves_padding_off()
    {
        byte[] padded = [.. Packet, .. new byte[2]];
        Assert.True(Ipv4Header.TryParse(padded, out _, out ReadOnlySpan<byte> payload));
        Assert.Equal(24, payload.Length);
    }

    [Fact]
    public void Reads_over_options()
    {
        byte[] withOptions = [0x46, .. Packet[1..20], 0x94, 4, 0, 0, .. Packet[20..]];
        withOptions[3] += 4;
        Assert.True(Ipv4Header.TryParse(withOptions, out Ipv4Header header, out ReadOnlySpan<byte> payload));
        Assert.Equal(24, header.HeaderLength);
        Assert.Equal(Packet[20..], payload.ToArray());
    }

    [Theory]
    [InlineData(0, 0x65)] // version 6
    [InlineData(0, 0x44)] // header of 16 bytes
    [InlineData(0, 0x4F)] // header longer than the packet
    [InlineData(3, 19)] // total length below the header
    [InlineData(3, 45)] // total length above what is there
    [InlineData(6, 0x20)] // more fragments
    [InlineData(7, 1)] // a later fragment
    public void Refuses_malformed_IPv4(int offset, byte value)
    {
        byte[] broken = [.. Packet];
        broken[offset] = value;
        Assert.False(Ipv4Header.TryParse(broken, out _, out ReadOnlySpan<byte> payload));
        Assert.True(payload.IsEmpty);
    }

    [Fact]
    public void Refuses_cut_packets()
    {
        for (int length = 0; length < Packet.Length; length++)
        {
            Assert.False(Ipv4Header.TryParse(Packet.AsSpan(0, length), out _, out _));
        }
    }

    [Fact]
    public void Do_not_fragment_is_no_fragment()
    {
        byte[] packet = [.. Packet];
        packet[6] = 0x40;
        Assert.True(Ipv4Header.TryParse(packet, out _, out _));
    }

    [Fact]
    public void Writes_what_it_reads()
    {
        Assert.True(Ipv4Header.TryParse(Packet, out Ipv4Header header, out _));
        byte[] written = new byte[20];
        Assert.Equal(20, header.Write(written));
        Assert.Equal(Packet[..20], written);
        Assert.Throws<ArgumentException>(() => header.Write(new byte[19]));
        Assert.Throws<ArgumentException>(() => default(Ipv4Header).Write(new byte[20]));
    }

    [Fact]
    public void Opens_a_packet()
    {
        Assert.True(VrrpPacket.TryOpen(Packet, out VrrpPacket packet));
        Assert.Equal(255, packet.TimeToLive);
        Assert.Null(packet.AuthenticationHeader);
        Assert.Equal(24, packet.Message.Length);

        byte[] udp = [.. Packet];
        udp[9] = 17;
        Assert.False(VrrpPacket.TryOpen(udp, out _));
        Assert.False(VrrpPacket.TryOpen([], out _));
    }

    [Fact]
    public void Opens_an_IPv6_packet_and_refuses_a_cut_one()
    {
        byte[] message = Messages.V3IPv6();
        byte[] packet =
        [
            0x6C, 0, 0, 0, 0, (byte)message.Length, 112, 255,
            .. Messages.Source6.ToIPAddress().GetAddressBytes(),
            .. VrrpConstants.MulticastIPv6.ToIPAddress().GetAddressBytes(),
            .. message,
        ];
        Assert.True(VrrpPacket.TryOpen(packet, out VrrpPacket opened));
        Assert.Equal((Messages.Source6, VrrpConstants.MulticastIPv6, 255), (opened.Source, opened.Destination, opened.TimeToLive));
        Assert.Equal(message, opened.Message.ToArray());
        for (int length = 0; length < packet.Length; length++)
        {
            Assert.False(VrrpPacket.TryOpen(packet.AsSpan(0, length), out _));
        }
    }
}
