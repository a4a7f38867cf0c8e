using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

/// <summary>Messages that the tests start from.</summary>
internal static class Messages
{
    public static readonly InetAddress Source4 = InetAddress.Parse("198.51.100.10");
    public static readonly InetAddress Source6 = InetAddress.Parse("fe80::10");
    public static readonly InetAddress[] Addresses4 = [InetAddress.Parse("192.0.2.100"), InetAddress.Parse("192.0.2.101")];
    public static readonly InetAddress[] Addresses6 = [InetAddress.Parse("fe80::100"), InetAddress.Parse("2001:db8::100")];

    public static VrrpDecodeContext Context4(VrrpDecodePolicy? policy = null, int timeToLive = 255) =>
        new(Source4, VrrpConstants.MulticastIPv4, timeToLive, policy);

    public static VrrpDecodeContext Context6(VrrpDecodePolicy? policy = null, int timeToLive = 255) =>
        new(Source6, VrrpConstants.MulticastIPv6, timeToLive, policy);

    public static byte[] V2(VrrpAuthenticationType type = VrrpAuthenticationType.None, string password = "") => Encode(new VrrpAdvertisementFields
    {
        Version = VrrpVersion.V2,
        VirtualRouterId = 51,
        Priority = 150,
        Addresses = Addresses4,
        Source = Source4,
        Destination = VrrpConstants.MulticastIPv4,
        AuthenticationType = type,
        Password = VrrpPassword.FromText(password),
    });

    public static byte[] V3(VrrpChecksumMode mode = VrrpChecksumMode.PseudoHeader) => Encode(new VrrpAdvertisementFields
    {
        VirtualRouterId = 51,
        Priority = 200,
        Addresses = Addresses4,
        Source = Source4,
        Destination = VrrpConstants.MulticastIPv4,
        ChecksumMode = mode,
    });

    public static byte[] V3IPv6() => Encode(new VrrpAdvertisementFields
    {
        VirtualRouterId = 51,
        Priority = 200,
        Addresses = Addresses6,
        Source = Source6,
        Destination = VrrpConstants.MulticastIPv6,
    });

    public static byte[] Encode(in VrrpAdvertisementFields fields)
    {
        byte[] message = new byte[VrrpEncoder.GetLength(fields)];
        Assert.Equal(message.Length, VrrpEncoder.Encode(message, fields));
        return message;
    }
}
