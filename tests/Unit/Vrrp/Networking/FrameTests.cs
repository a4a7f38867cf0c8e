using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

/// <summary>Frames are byte for byte those that keepalived 2.2.7 was recorded to send.</summary>
public sealed class FrameTests
{
    private static readonly MacAddress Mac = MacAddress.FromUInt64(0x00005E000133);
    private static readonly MacAddress OtherMac = MacAddress.FromUInt64(0x76C74ABF82C9);

    [Fact]
    public void Gratuitous_ARP()
    {
        byte[] frame = new byte[ArpFrame.Length];
        Assert.Equal(42, ArpFrame.WriteGratuitous(frame, Mac, InetAddress.Parse("192.0.2.100")));
        Assert.Equal(
            "FFFFFFFFFFFF00005E00013308060001080006040001" + "00005E000133C0000264" + "FFFFFFFFFFFFC0000264",
            Convert.ToHexString(frame));
    }

    [Fact]
    public void ARP_question_and_probe()
    {
        byte[] frame = new byte[ArpFrame.Length];
        ArpFrame.WriteQuestion(frame, Mac, InetAddress.Parse("192.0.2.1"), InetAddress.Parse("192.0.2.254"));
        Assert.Equal(
            "FFFFFFFFFFFF00005E00013308060001080006040001" + "00005E000133C0000201" + "000000000000C00002FE",
            Convert.ToHexString(frame));
        ArpFrame.WriteQuestion(frame, Mac, InetAddress.AnyIPv4, InetAddress.Parse("192.0.2.254"));
        Assert.Equal("00005E00013300000000" + "000000000000C00002FE", Convert.ToHexString(frame.AsSpan(22)));
    }

    [Fact]
    public void ARP_sender_is_read_from_IPv4_over_Ethernet_only()
    {
        byte[] frame = new byte[ArpFrame.Length];
        ArpFrame.WriteGratuitous(frame, Mac, InetAddress.Parse("192.0.2.100"));
        byte[] message = frame[14..];
        Assert.True(ArpFrame.TryParseSender(message, out MacAddress sender, out InetAddress address));
        Assert.Equal((Mac, InetAddress.Parse("192.0.2.100")), (sender, address));

        Assert.False(ArpFrame.TryParseSender(message.AsSpan(0, 27), out _, out _));
        for (int place = 0; place < 6; place++)
        {
            byte[] other = [.. message];
            other[place] ^= 1;
            Assert.False(ArpFrame.TryParseSender(other, out _, out _));
        }
    }

    [Fact]
    public void Neighbour_advertisement()
    {
        byte[] frame = new byte[NeighbourDiscoveryFrame.MaximumLength];
        Assert.Equal(86, NeighbourDiscoveryFrame.WriteAdvertisement(frame, OtherMac, InetAddress.Parse("2001:db8::100"), isRouter: false));
        Assert.Equal(
            "33330000000176C74ABF82C986DD6000" + "000000203AFF20010DB8000000000000" + "000000000100FF020000000000000000"
            + "0000000000018800B4DD200000002001" + "0DB80000000000000000000001000201" + "76C74ABF82C9",
            Convert.ToHexString(frame));

        NeighbourDiscoveryFrame.WriteAdvertisement(frame, OtherMac, InetAddress.Parse("2001:db8::100"), isRouter: true);
        Assert.Equal(0xA0, frame[58]);
        AssertChecksum(frame, "2001:db8::100", "ff02::1", 32);
    }

    [Fact]
    public void Neighbour_solicitation_and_probe_of_duplicate_address_detection()
    {
        byte[] frame = new byte[NeighbourDiscoveryFrame.MaximumLength];
        Assert.Equal(86, NeighbourDiscoveryFrame.WriteSolicitation(frame, OtherMac, InetAddress.Parse("fe80::1"), InetAddress.Parse("fe80::12:3456")));
        Assert.Equal("3333FF123456" + "76C74ABF82C9" + "86DD", Convert.ToHexString(frame.AsSpan(0, 14)));
        Assert.Equal("FF0200000000000000000001FF123456", Convert.ToHexString(frame.AsSpan(38, 16)));
        Assert.Equal("010176C74ABF82C9", Convert.ToHexString(frame.AsSpan(78, 8)));
        AssertChecksum(frame, "fe80::1", "ff02::1:ff12:3456", 32);

        Assert.Equal(78, NeighbourDiscoveryFrame.WriteSolicitation(frame, OtherMac, InetAddress.AnyIPv6, InetAddress.Parse("fe80::12:3456")));
        AssertChecksum(frame, "::", "ff02::1:ff12:3456", 24);
    }

    [Fact]
    public void Neighbour_advertisement_is_read_with_or_without_MAC_and_never_beyond_its_end()
    {
        byte[] frame = new byte[NeighbourDiscoveryFrame.MaximumLength];
        NeighbourDiscoveryFrame.WriteAdvertisement(frame, OtherMac, InetAddress.Parse("fe80::100"), isRouter: false);
        byte[] message = frame[54..];
        Assert.True(NeighbourDiscoveryFrame.TryParseAdvertisement(message, out InetAddress target, out MacAddress mac));
        Assert.Equal((InetAddress.Parse("fe80::100"), OtherMac), (target, mac));
        Assert.True(NeighbourDiscoveryFrame.TryParseAdvertisement(message.AsSpan(0, 24), out target, out mac));
        Assert.Equal((InetAddress.Parse("fe80::100"), default), (target, mac));

        for (int length = 0; length < 24; length++)
        {
            Assert.False(NeighbourDiscoveryFrame.TryParseAdvertisement(message.AsSpan(0, length), out _, out _));
        }

        message[25] = 0;
        Assert.False(NeighbourDiscoveryFrame.TryParseAdvertisement(message, out _, out _));
        message[25] = 2;
        Assert.False(NeighbourDiscoveryFrame.TryParseAdvertisement(message, out _, out _));
        message[0] = 135;
        Assert.False(NeighbourDiscoveryFrame.TryParseAdvertisement(message.AsSpan(0, 24), out _, out _));
    }

    private static void AssertChecksum(byte[] frame, string source, string destination, int length)
    {
        InternetChecksum checksum = default;
        checksum.AddPseudoHeader(InetAddress.Parse(source), InetAddress.Parse(destination), 58, length);
        checksum.Add(frame.AsSpan(54, length));
        Assert.Equal(0, checksum.Value);
    }
}
