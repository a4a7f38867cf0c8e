using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Wire;

/// <summary>What tcpdump and tshark, which know nothing of us, say about every advertisement that we send.</summary>
public sealed class AdvertisementFormTests : IDisposable
{
    private static readonly TimeSpan Tenth = TimeSpan.FromSeconds(0.1);

    private static readonly Pairing[] Routers =
    [
        new() { Name = "v2", Id = 1 },
        new() { Name = "v2-password", Id = 2, Authentication = VrrpAuthenticationMethod.Password },
        new() { Name = "v2-header", Id = 3, Authentication = VrrpAuthenticationMethod.AuthenticationHeader },
        new() { Name = "v3", Id = 4, Version = VrrpVersion.V3, Interval = Tenth },
        new() { Name = "v3-unicast", Id = 5, Version = VrrpVersion.V3, Interval = Tenth, Unicast = true },
        new() { Name = "v6", Id = 6, Version = VrrpVersion.V3, Interval = Tenth, Family = AddressFamily.InterNetworkV6 },
        new() { Name = "v6-unicast", Id = 7, Version = VrrpVersion.V3, Interval = Tenth, Family = AddressFamily.InterNetworkV6, Unicast = true },
        new() { Name = "v3-vmac", Id = 8, Version = VrrpVersion.V3, Interval = Tenth, VirtualMac = true },
    ];

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Tcpdump | Needs.Tshark)]
    public async Task Every_advertisement_is_well_formed_with_a_good_checksum()
    {
        PacketCapture capture = await PacketCapture.StartAsync(_segment.Theirs, "ip proto 112 or ip proto 51 or ip6 proto 112", Cancelled);
        foreach (Pairing router in Routers)
        {
            await _segment.Engine.StartAsync(router.Ours(_segment, 200), Cancelled);
        }

        foreach (Pairing router in Routers)
        {
            await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        }

        await Task.Delay(TimeSpan.FromSeconds(1.2), Cancelled);
        foreach (Pairing router in Routers)
        {
            await _segment.Engine.StopAsync(router.Name, Cancelled);
        }

        string described = capture.Describe();
        Assert.DoesNotContain("bad", described, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("[|", described, StringComparison.Ordinal);
        Assert.DoesNotContain("invalid", described, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("VRRPv2, Advertisement, vrid 1, prio 200, authtype none, intvl 1s, length 24, addrs(2): 10.77.1.1,10.77.1.2", described, StringComparison.Ordinal);
        Assert.Contains("vrid 2, prio 200, authtype simple, intvl 1s", described, StringComparison.Ordinal);
        Assert.Contains("VRRPv3, Advertisement, vrid 4, prio 200, intvl 10cs, length 16, addrs(2): 10.77.4.1,10.77.4.2", described, StringComparison.Ordinal);
        Assert.Contains("addrs(2): fe80::6:1,fd77::6:2", described, StringComparison.Ordinal);

        // tshark: 1 is "good", 2 is "bad".
        string[][] fields = [.. capture.ReadFields("vrrp.virt_rtr_id", "vrrp.prio", "vrrp.checksum.status", "_ws.malformed", "ip.checksum.status")];
        Assert.All(fields, frame =>
        {
            Assert.Equal("1", frame[2]);
            Assert.Equal("", frame[3]);
        });
        foreach (Pairing router in Routers)
        {
            string[] priorities = [.. fields.Where(frame => frame[0] == $"{router.Id}").Select(frame => frame[1]).Distinct()];
            Assert.Equal(["200", "0"], priorities);
        }

        CapturedFrame[] frames = [.. capture.ReadFrames()];
        Assert.All(frames, frame => Assert.Equal(255, frame.TimeToLive));
        Assert.All(
            frames.Where(frame => frame.IsIpv4 && frame.Destination.Equals(IPAddress.Parse("224.0.0.18"))),
            frame => Assert.Equal([0x01, 0x00, 0x5E, 0x00, 0x00, 0x12], frame.Bytes[..6].ToArray()));
        Assert.All(
            frames.Where(frame => !frame.IsIpv4 && frame.Destination.Equals(IPAddress.Parse("ff02::12"))),
            frame => Assert.Equal([0x33, 0x33, 0x00, 0x00, 0x00, 0x12], frame.Bytes[..6].ToArray()));
        string virtualMac = "00:00:5e:00:01:08";
        Assert.Contains(frames, frame => frame.SourceHardwareAddress == virtualMac);
        Assert.All(
            frames.Where(frame => frame.Protocol == 112 && frame.Payload[1] == 8),
            frame => Assert.Equal(virtualMac, frame.SourceHardwareAddress));
    }
}
