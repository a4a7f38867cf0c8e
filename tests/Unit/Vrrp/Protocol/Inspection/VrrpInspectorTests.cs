using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Capture;
using NginxHa.Vrrp.Protocol.Inspection;

namespace NginxHa.Tests.Unit.Vrrp.Protocol.Inspection;

public sealed class VrrpInspectorTests
{
    [Fact]
    public void A_message_with_its_addresses()
    {
        byte[] message = Messages.V3();
        VrrpPacketReport report = VrrpInspector.Inspect(message, Messages.Source4, VrrpConstants.MulticastIPv4, 255);
        Assert.True(report.IsValid);
        Assert.Equal("accepted", report.ReasonText);
        Assert.Equal((3, 51, 200, 2), (report.Version, report.VirtualRouterId, report.Priority, report.AddressCount));
        Assert.Equal(TimeSpan.FromSeconds(1), report.AdvertisementInterval);
        Assert.Equal([IPAddress.Parse("192.0.2.100"), IPAddress.Parse("192.0.2.101")], report.VirtualAddress);
        Assert.Equal((IPAddress.Parse("198.51.100.10"), 255), (report.Source, report.TimeToLive));
        Assert.Equal(VrrpChecksumForm.PseudoHeader, report.ChecksumForm);
        Assert.Null(report.AuthenticationType);
        Assert.Null(report.HmacKeyId);
        Assert.Null(report.Time);
        Assert.Equal(Convert.ToHexStringLower(message), report.Hex);
        Assert.Equal(message.Length, report.Length);
    }

    [Fact]
    public void A_peer_of_the_other_checksum_school_is_told_from_a_broken_message()
    {
        VrrpPacketReport other = VrrpInspector.Inspect(Messages.V3(VrrpChecksumMode.MessageOnly), Messages.Source4);
        Assert.Equal((VrrpRefusal.BadChecksum, VrrpChecksumForm.MessageOnly), (other.Reason, other.ChecksumForm));
        var options = new VrrpInspectionOptions { ChecksumMode = VrrpChecksumMode.MessageOnly };
        Assert.True(VrrpInspector.Inspect(Messages.V3(VrrpChecksumMode.MessageOnly), Messages.Source4, options: options).IsValid);

        byte[] broken = Messages.V3();
        broken[6] ^= 1;
        VrrpPacketReport report = VrrpInspector.Inspect(broken, Messages.Source4);
        Assert.Equal((VrrpRefusal.BadChecksum, VrrpChecksumForm.Invalid), (report.Reason, report.ChecksumForm));
        Assert.Equal(200, report.Priority);
    }

    [Fact]
    public void Without_a_source_what_needs_one_stays_open()
    {
        Assert.Equal((true, VrrpChecksumForm.Unknown), Outcome(Messages.V3()));
        Assert.Equal((true, VrrpChecksumForm.Unknown), Outcome(Messages.V3IPv6()));
        Assert.Equal((true, VrrpChecksumForm.MessageOnly), Outcome(Messages.V2()));
        byte[] broken = Messages.V2();
        broken[6] ^= 1;
        Assert.Equal((false, VrrpChecksumForm.Invalid), Outcome(broken));

        static (bool IsValid, VrrpChecksumForm Form) Outcome(byte[] message)
        {
            VrrpPacketReport report = VrrpInspector.Inspect(message);
            return (report.IsValid, report.ChecksumForm);
        }
    }

    [Fact]
    public void Without_a_source_the_length_tells_the_family()
    {
        Assert.Equal(AddressFamily.InterNetworkV6, VrrpInspector.Inspect(Messages.V3IPv6()).AddressFamily);
        Assert.Equal(AddressFamily.InterNetworkV6, VrrpInspector.Inspect([.. Messages.V3IPv6(), .. new byte[28]]).AddressFamily);
        Assert.Equal(AddressFamily.InterNetwork, VrrpInspector.Inspect(Messages.V3()).AddressFamily);
        Assert.Equal(AddressFamily.InterNetwork, VrrpInspector.Inspect([.. Messages.V3(), .. new byte[28]]).AddressFamily);
    }

    [Fact]
    public void A_trailer_is_shown()
    {
        byte[] payload = Convert.FromHexString("3133c80100644402c0000264" + "010700006800000080000000" + "1b84bc4e8e43892dc6d98448f8ee2265");
        VrrpPacketReport report = VrrpInspector.Inspect(payload);
        Assert.Equal(7, report.HmacKeyId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(0x68000000).AddMilliseconds(500), report.HmacTime);
    }

    [Theory]
    [InlineData("", VrrpRefusal.TooShort)]
    [InlineData("31", VrrpRefusal.TooShort)]
    [InlineData("4133c80100644402c0000264", VrrpRefusal.BadVersion)]
    [InlineData("3133c80100644402c00002", VrrpRefusal.BadLength)]
    [InlineData("45c0002c00010000ff70b04f", VrrpRefusal.BadPacketHeader)]
    [InlineData("ffffffffffffffffffffffff", VrrpRefusal.BadVersion)]
    public void Bad_bytes_have_a_report_too(string hex, VrrpRefusal reason)
    {
        VrrpPacketReport report = VrrpInspector.Inspect(Convert.FromHexString(hex));
        Assert.False(report.IsValid);
        Assert.Equal(reason, report.Reason);
        Assert.Equal(hex.Length / 2, report.Length);
    }

    [Fact]
    public void A_low_hop_limit_is_good_where_it_is_asked_for()
    {
        VrrpPacketReport strict = VrrpInspector.Inspect(Messages.V3IPv6(), Messages.Source6, timeToLive: 64);
        Assert.Equal(VrrpRefusal.BadTimeToLive, strict.Reason);
        var options = new VrrpInspectionOptions { MinimumTimeToLive = 64 };
        Assert.True(VrrpInspector.Inspect(Messages.V3IPv6(), Messages.Source6, timeToLive: 64, options: options).IsValid);
    }

    [Fact]
    public void Frames_of_a_capture()
    {
        List<VrrpPacketReport> reports = Read("v2-ah.pcap");
        Assert.Equal([1L, 2, 3, 4, 5, 6], reports.Select(r => r.AuthenticationHeaderSequence!.Value));
        Assert.All(reports, r => Assert.Equal((true, VrrpAuthenticationType.AuthenticationHeader, 0xC633640B), (r.IsValid, r.AuthenticationType, r.AuthenticationHeaderSpi)));
        Assert.Equal(0, reports[^1].Priority);
        Assert.True(reports[0].Time < reports[1].Time);
        Assert.All(Read("v3-ipv6.pcap"), r => Assert.Equal(VrrpChecksumForm.PseudoHeader, r.ChecksumForm));
    }

    [Fact]
    public void Frames_without_VRRP_have_no_report_and_broken_ones_do()
    {
        byte[] ethernet = [.. new byte[12], 8, 0];
        byte[] ip = Convert.FromHexString("45c0002c00010000ff70b04fc633640be0000012213396020001c3fec0000264c00002650000000000000000");
        Assert.NotNull(Inspect([.. ethernet, .. ip]));
        Assert.Equal(VrrpRefusal.BadPacketHeader, Inspect([.. ethernet, .. ip[..30]])!.Reason);
        byte[] udp = [.. ip];
        udp[9] = 17;
        Assert.Null(Inspect([.. ethernet, .. udp]));
        byte[] other = [.. ip];
        other[9] = 51; // an authentication header in front of something else
        Assert.Null(Inspect([.. ethernet, .. other]));
        Assert.Null(Inspect([.. new byte[12], 8, 6, .. ip]));

        static VrrpPacketReport? Inspect(byte[] frame) =>
            VrrpInspector.Inspect(new CapturedFrame(DateTimeOffset.UnixEpoch, LinkLayer.Ethernet, frame, frame.Length));
    }

    private static List<VrrpPacketReport> Read(string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "vrrp", "keepalived-2.2.7", name));
        return [.. CaptureFileReader.Read(stream).Select(frame => VrrpInspector.Inspect(frame)).OfType<VrrpPacketReport>()];
    }
}
