using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class VrrpDecoderTests
{
    private static readonly InetAddress Source = InetAddress.Parse("198.51.100.10");

    [Fact]
    public void Decodes_the_message_of_the_HMAC_draft_without_pseudo_header()
    {
        byte[] message = Convert.FromHexString("3133c80100644402c0000264");
        var policy = new VrrpDecodePolicy { ChecksumMode = VrrpChecksumMode.MessageOnly };
        var context = new VrrpDecodeContext(Source, VrrpConstants.MulticastIPv4, 255, policy);

        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, context, out VrrpAdvertisement advertisement));
        Assert.Equal(VrrpVersion.V3, advertisement.Version);
        Assert.Equal(51, advertisement.VirtualRouterId);
        Assert.Equal(200, advertisement.Priority);
        Assert.Equal(TimeSpan.FromSeconds(1), advertisement.Interval);
        Assert.Equal(1, advertisement.AddressCount);
        Assert.Equal(InetAddress.Parse("192.0.2.100"), advertisement.GetAddress(0));
    }

    [Fact]
    public void Decodes_the_IPv6_message_of_the_HMAC_draft()
    {
        byte[] message = Convert.FromHexString(
            "3133c8010064a2e9fe800000000000000000000000000100" + "010100006800000080000000c8c56146ebfd66ee10ec4d8186461b78");
        var policy = new VrrpDecodePolicy { AllowHmacTrailer = true };
        var context = new VrrpDecodeContext(InetAddress.Parse("fe80::10"), InetAddress.Parse("fe80::20"), 255, policy);

        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, context, out VrrpAdvertisement advertisement));
        Assert.Equal(28, advertisement.Trailer.Length);
        Assert.Equal(InetAddress.Parse("fe80::100"), advertisement.GetAddress(0));
    }
}
