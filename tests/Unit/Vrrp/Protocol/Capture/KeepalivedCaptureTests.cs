using NginxHa.Fuzz.Vrrp;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;
using NginxHa.Vrrp.Protocol.Capture;

namespace NginxHa.Tests.Unit.Vrrp.Protocol.Capture;

/// <summary>What keepalived 2.2.7 sent; tests/Vectors/vrrp/README.md says how it was captured.</summary>
public sealed class KeepalivedCaptureTests
{
    private static readonly string[] Addresses4 = ["192.0.2.100", "192.0.2.101", "192.0.2.102"];
    private static readonly string[] Addresses6 = ["fe80::100", "2001:db8::100"];

    [Theory]
    [InlineData("v2", VrrpVersion.V2, 51, 150, 1000, 2, VrrpAuthenticationType.None)]
    [InlineData("v2-password", VrrpVersion.V2, 52, 150, 1000, 1, VrrpAuthenticationType.Password)]
    [InlineData("v2-password-cut", VrrpVersion.V2, 60, 150, 1000, 1, VrrpAuthenticationType.Password)]
    [InlineData("v2-ah", VrrpVersion.V2, 53, 150, 1000, 1, VrrpAuthenticationType.AuthenticationHeader)]
    [InlineData("v2-ah-unicast", VrrpVersion.V2, 54, 150, 1000, 1, VrrpAuthenticationType.AuthenticationHeader)]
    [InlineData("v3-ipv4", VrrpVersion.V3, 55, 200, 500, 3, VrrpAuthenticationType.None)]
    [InlineData("v3-ipv6", VrrpVersion.V3, 56, 200, 1000, 2, VrrpAuthenticationType.None)]
    [InlineData("v3-ipv4-unicast", VrrpVersion.V3, 57, 200, 500, 1, VrrpAuthenticationType.None)]
    [InlineData("v3-ipv6-unicast", VrrpVersion.V3, 58, 200, 500, 2, VrrpAuthenticationType.None, 64)]
    public void Decodes_with_no_refusal(
        string name, VrrpVersion version, byte id, byte priority, int milliseconds, int count, VrrpAuthenticationType type, int timeToLive = 255)
    {
        VrrpPassword? password = name switch
        {
            "v2-password" => VrrpPassword.FromText("s3cr3t"),
            "v2-password-cut" => VrrpPassword.FromText("longer-than-eight"),
            _ => null,
        };
        var policy = new VrrpDecodePolicy
        {
            Version = version,
            AuthenticationType = version == VrrpVersion.V2 ? type : null,
            Password = password,
            MinimumTimeToLive = timeToLive,
        };

        List<byte> priorities = [];
        foreach (CapturedFrame frame in Read($"{name}.pcap"))
        {
            Assert.True(LinkLayer.TryGetIpPacket(frame.Data.Span, frame.LinkType, out ReadOnlySpan<byte> ip));
            Assert.True(VrrpPacket.TryOpen(ip, out VrrpPacket packet));
            Assert.Equal(timeToLive, packet.TimeToLive);
            Assert.Equal(type == VrrpAuthenticationType.AuthenticationHeader, packet.AuthenticationHeader is not null);

            var context = new VrrpDecodeContext(packet.Source, packet.Destination, packet.TimeToLive, policy);
            Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(packet.Message, context, out VrrpAdvertisement advertisement));
            Assert.Equal(version, advertisement.Version);
            Assert.Equal(id, advertisement.VirtualRouterId);
            Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), advertisement.Interval);
            Assert.Equal(count, advertisement.AddressCount);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal((packet.Source.IsIPv6 ? Addresses6 : Addresses4)[i], advertisement.GetAddress(i).ToString());
            }

            Assert.Equal(VrrpRefusal.None, ReferenceDecoder.Decode(packet.Message.ToArray(), context).Refusal);
            priorities.Add(advertisement.Priority);

            AssertEncodesTheSame(packet, advertisement);
        }

        // Each ends with the goodbye of a stopped master (to each of its peers).
        int goodbyes = name == "v2-ah-unicast" ? 2 : 1;
        Assert.True(priorities.Count >= 3);
        Assert.All(priorities.SkipLast(goodbyes), p => Assert.Equal(priority, p));
        Assert.All(priorities.TakeLast(goodbyes), p => Assert.Equal(0, p));
    }

    [Theory]
    [InlineData("v2-ah", false, 1)]
    [InlineData("v2-ah-unicast", true, 2)]
    public void The_authentication_header_verifies(string name, bool unicast, int peers)
    {
        Dictionary<InetAddress, AuthenticationHeaderAssociation> receivers = [];
        foreach (CapturedFrame frame in Read($"{name}.pcap"))
        {
            LinkLayer.TryGetIpPacket(frame.Data.Span, frame.LinkType, out ReadOnlySpan<byte> ip);
            VrrpPacket.TryOpen(ip, out VrrpPacket packet);
            if (!receivers.TryGetValue(packet.Destination, out AuthenticationHeaderAssociation? receiver))
            {
                receiver = new AuthenticationHeaderAssociation(VrrpPassword.FromText("secret-k"), unicast);
                receivers.Add(packet.Destination, receiver);
            }

            Assert.Equal(VrrpRefusal.None, receiver.Verify(ip, out ReadOnlySpan<byte> message));
            Assert.Equal(packet.Message.ToArray(), message.ToArray());

            // On multicast keepalived signs the TTL, on unicast it does not.
            var other = new AuthenticationHeaderAssociation(VrrpPassword.FromText("secret-k"), !unicast);
            Assert.Equal(VrrpRefusal.BadAuthentication, other.Verify(ip, out _));
        }

        Assert.Equal(peers, receivers.Count);
    }

    [Fact]
    public void Signing_gives_the_packets_of_keepalived()
    {
        var sender = new AuthenticationHeaderAssociation(VrrpPassword.FromText("secret-k"), unicast: false);
        foreach (CapturedFrame frame in Read("v2-ah.pcap"))
        {
            LinkLayer.TryGetIpPacket(frame.Data.Span, frame.LinkType, out ReadOnlySpan<byte> ip);
            VrrpPacket.TryOpen(ip, out VrrpPacket packet);
            byte[] own = [.. new byte[AuthenticationHeaderAssociation.HeadersLength], .. packet.Message];
            Assert.True(sender.TryAdvance());
            sender.Sign(own, packet.Source, packet.Destination);
            Assert.Equal(ip.ToArray(), own);
        }
    }

    private static void AssertEncodesTheSame(in VrrpPacket packet, in VrrpAdvertisement advertisement)
    {
        var addresses = new InetAddress[advertisement.AddressCount];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = advertisement.GetAddress(i);
        }

        byte[] own = Messages.Encode(new VrrpAdvertisementFields
        {
            Version = advertisement.Version,
            VirtualRouterId = advertisement.VirtualRouterId,
            Priority = advertisement.Priority,
            Interval = advertisement.Interval,
            Addresses = addresses,
            Source = packet.Source,
            Destination = packet.Destination,
            AuthenticationType = advertisement.AuthenticationType,
            Password = advertisement.Password,
        });
        Assert.Equal(packet.Message.ToArray(), own);
    }

    private static List<CapturedFrame> Read(string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "vrrp", "keepalived-2.2.7", name));
        return [.. CaptureFileReader.Read(stream)];
    }
}
