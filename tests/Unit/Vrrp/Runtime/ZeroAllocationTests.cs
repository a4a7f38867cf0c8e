using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>An advertisement sent or received costs no managed memory, or thousands of instances would feed the garbage collector.</summary>
public sealed class ZeroAllocationTests
{
    private const int Rounds = 2000;

    public static TheoryData<string> Kinds => ["plain", "version 2 with password", "IPv6", "unicast", "hmac", "IPv6 hmac", "header", "refresh", "grouped"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sending_allocates_nothing(string kind)
    {
        VrrpInstanceOptions options = Options(kind);
        CoreBench bench = Bench(kind);
        bench.StartMaster(options);
        bench.PassSeconds(20);
        bench.Stack.IsLogging = false;
        Send(bench, 50);
        long sent = bench.Stack.Sent;
        Assert.Equal(0, Measure(() => Send(bench, Rounds)));
        Assert.True(bench.Stack.Sent >= sent + Rounds);

        static void Send(CoreBench bench, int count)
        {
            for (int i = 0; i < count; i++)
            {
                bench.Stack.Now = bench.Core.NextDeadline;
                bench.Core.RunTimers(bench.Stack.Now);
            }
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("version 2 with password")]
    [InlineData("IPv6")]
    [InlineData("unicast")]
    [InlineData("grouped")]
    public void Receiving_allocates_nothing(string kind)
    {
        VrrpInstanceOptions options = Options(kind);
        CoreBench bench = Bench(kind);
        bench.Core.Start(options);
        InetAddress peer = kind == "IPv6" ? InetAddress.Parse("fe80::20") : Peer;
        InetAddress? destination = kind == "unicast" ? Own : null;
        byte[] message = Encode(options, 200, peer, destination);
        if (options.Authentication.Method == VrrpAuthenticationMethod.Password)
        {
            message = Signed(options);
        }

        bench.Stack.IsLogging = false;
        Receive(bench, message, peer, destination, 50);
        Assert.Equal(0, Measure(() => Receive(bench, message, peer, destination, Rounds)));
        Assert.Equal((VrrpState.Backup, Rounds + 50), (bench.Status().State, bench.Status().Statistics.AdvertisementsReceived));

        static void Receive(CoreBench bench, byte[] message, InetAddress peer, InetAddress? destination, int count)
        {
            for (int i = 0; i < count; i++)
            {
                bench.Stack.Now += Second / 2;
                bench.HearBytes(message, peer, destination);
            }
        }
    }

    [Theory]
    [InlineData("hmac")]
    [InlineData("IPv6 hmac")]
    [InlineData("header")]
    public void Receiving_what_is_authenticated_allocates_nothing(string kind)
    {
        VrrpInstanceOptions options = Options(kind);
        InetAddress peer = kind == "IPv6 hmac" ? InetAddress.Parse("fe80::20") : Peer;
        byte[][] packets = SignedInTurn(options, peer, Rounds + 50);
        var bench = new CoreBench();
        bench.Core.Start(options);
        bench.Stack.IsLogging = false;
        bool hasHeader = kind == "header";
        Receive(packets.AsSpan(0, 50));
        Assert.Equal(0, Measure(() => Receive(packets.AsSpan(50))));
        Assert.Equal((VrrpState.Backup, Rounds + 50), (bench.Status().State, bench.Status().Statistics.AdvertisementsReceived));

        // What was recorded and is sent again is refused at no cost either, and so is what was changed on the way.
        Assert.Equal(0, Measure(() => Receive(packets.AsSpan(50))));
        Assert.Equal(Rounds, bench.Status().Statistics.Refused[VrrpRefusal.Replayed]);
        foreach (byte[] packet in packets)
        {
            packet[^1] ^= 1;
        }

        long refused = bench.Status().Statistics.Refused.Values.Sum();
        Assert.Equal(0, Measure(() => Receive(packets.AsSpan(50))));
        Assert.Equal(refused + Rounds, bench.Status().Statistics.Refused.Values.Sum());
        Assert.Equal(Rounds + 50, bench.Status().Statistics.AdvertisementsReceived);

        void Receive(ReadOnlySpan<byte[]> received)
        {
            foreach (byte[] packet in received)
            {
                bench.Stack.Now += Second / 2;
                bench.Core.OnPacket(new ReceivedPacket
                {
                    LinkIndex = Link,
                    Source = peer,
                    Destination = VrrpConstants.MulticastAddress(peer.Family),
                    TimeToLive = 255,
                    Protocol = hasHeader ? VrrpConstants.AuthenticationHeaderProtocol : VrrpConstants.IpProtocol,
                    Ipv4Header = hasHeader ? packet.AsSpan(0, 20) : default,
                    Payload = hasHeader ? packet.AsSpan(20) : packet,
                });
            }
        }
    }

    [Fact]
    public void Refusing_allocates_nothing()
    {
        var bench = new CoreBench();
        bench.StartMaster();
        bench.Stack.IsLogging = false;
        byte[] bad = Encode(Web, 200, Peer);
        bad[7] ^= 1;
        bench.HearBytes(bad, Peer);
        Assert.Equal(0, Measure(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                bench.HearBytes(bad, Peer);
            }
        }));
    }

    private static long Measure(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CoreBench Bench(string kind)
    {
        var bench = new CoreBench();
        if (kind == "grouped")
        {
            bench.Core.SetGroup(new SyncGroupOptions { Name = "g", Members = ["web"] });
        }

        return bench;
    }

    private static byte[] Signed(VrrpInstanceOptions options)
    {
        var bench = new CoreBench();
        bench.Stack.SetPrimary(Link, "192.0.2.20");
        bench.StartMaster(options with { Priority = 200 });
        return bench.Stack.Ports[0].Last.ToArray();
    }

    /// <summary>What a peer of higher priority sends, one after the other, each with a new sequence number.</summary>
    private static byte[][] SignedInTurn(VrrpInstanceOptions options, InetAddress source, int count)
    {
        var bench = new CoreBench();
        bench.Stack.SetPrimary(Link, source.ToString());
        bench.StartMaster(options with { Priority = 200 });
        var packets = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            bench.Stack.Now = bench.Core.NextDeadline;
            bench.Core.RunTimers(bench.Stack.Now);
            packets[i] = bench.Stack.Ports[0].Last.ToArray();
        }

        return packets;
    }

    private static VrrpInstanceOptions Options(string kind) => kind switch
    {
        "version 2 with password" => Web with { Version = VrrpVersion.V2, Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, Secret = new byte[] { 1, 2 } } },
        "IPv6" => Web with { VirtualAddresses = [Address("fe80::100", 64)] },
        "unicast" => Web with { UnicastPeers = [new UnicastPeer { Address = Peer.ToIPAddress() }, new UnicastPeer { Address = System.Net.IPAddress.Parse("192.0.2.30") }] },
        "hmac" => Web with { Authentication = Hmac() },
        "IPv6 hmac" => Web with { VirtualAddresses = [Address("fe80::100", 64)], Authentication = Hmac() },
        "header" => Web with { Version = VrrpVersion.V2, Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.AuthenticationHeader, Secret = new byte[] { 1, 2 } } },
        "refresh" => Web with { GratuitousArp = new GratuitousArpOptions { Refresh = TimeSpan.FromHours(1), ArpInterval = TimeSpan.FromMilliseconds(1) } },
        _ => Web,
    };

    private static VrrpAuthentication Hmac() => new()
    {
        Method = VrrpAuthenticationMethod.Hmac,
        Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [0] = new byte[32] },
    };
}
