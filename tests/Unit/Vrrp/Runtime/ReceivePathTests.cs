using System.Text;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>What is refused, why, and that it is counted; what two instances of ours say to each other with each authentication.</summary>
public sealed class ReceivePathTests
{
    private static readonly VrrpInstanceOptions Two = Web with { Version = VrrpVersion.V2 };
    private readonly CoreBench _bench = new();

    [Fact]
    public void Every_refusal_is_counted_by_its_reason()
    {
        _bench.Core.Start(Web);
        byte[] good = Encode(Web, 200, Peer);
        _bench.HearBytes(good, Own);
        AssertRefused(VrrpRefusal.OwnPacket);
        _bench.HearBytes(good, Peer, destination: Own);
        AssertRefused(VrrpRefusal.UnexpectedDestination);
        _bench.HearBytes(good, Peer, timeToLive: 254);
        AssertRefused(VrrpRefusal.BadTimeToLive);
        _bench.HearBytes(Encode(Two, 200, Peer), Peer);
        AssertRefused(VrrpRefusal.BadVersion);
        _bench.HearBytes([.. good, 0], Peer);
        AssertRefused(VrrpRefusal.TrailingBytes);
        good[7] ^= 1;
        _bench.HearBytes(good, Peer);
        AssertRefused(VrrpRefusal.BadChecksum);
        Assert.Equal(0, _bench.Status().Statistics.AdvertisementsReceived);
        Assert.Equal(6, _bench.Status().Statistics.Refused.Values.Sum());

        void AssertRefused(VrrpRefusal reason) => Assert.Equal(1, _bench.Status().Statistics.Refused[reason]);
    }

    [Fact]
    public void Packets_of_no_instance_are_counted_too()
    {
        _bench.Core.Start(Web);
        _bench.Hear(200, Web with { VirtualRouterId = 52 });
        _bench.HearBytes([1, 2, 3], Peer);
        _bench.HearBytes([1, 2, 3], Peer, protocol: 51);
        Assert.Equal(
            (1, 1, 1),
            (_bench.Core.RefusedOf(VrrpRefusal.UnknownVirtualRouter), _bench.Core.RefusedOf(VrrpRefusal.TooShort), _bench.Core.RefusedOf(VrrpRefusal.BadPacketHeader)));
    }

    [Fact]
    public void Version_2_with_another_interval_is_refused_and_version_3_learns_it()
    {
        _bench.Core.Start(Two);
        _bench.Hear(200, Two with { AdvertisementInterval = TimeSpan.FromSeconds(2) });
        Assert.Equal(1, _bench.Status().Statistics.Refused[VrrpRefusal.IntervalMismatch]);
        _bench.Core.Stop("web", abandon: false);

        _bench.Core.Start(Web);
        _bench.Hear(200, Web with { AdvertisementInterval = TimeSpan.FromSeconds(2) });
        Assert.Equal(TimeSpan.FromSeconds(2), _bench.Status().MasterAdvertisementInterval);
    }

    [Fact]
    public void Another_address_list_is_counted_and_refused_only_when_strict()
    {
        VrrpInstanceOptions other = Web with { VirtualAddresses = [Address("192.0.2.99", 24)] };
        _bench.Core.Start(Web);
        _bench.Hear(200, other);
        Assert.Equal((1, 1), (_bench.Status().Statistics.AdvertisementsReceived, _bench.Status().Statistics.AddressListMismatches));
        _bench.Core.Update(Web with { StrictAddressList = true });
        _bench.Hear(200, other);
        Assert.Equal(1, _bench.Status().Statistics.Refused[VrrpRefusal.AddressListMismatch]);
    }

    [Fact]
    public void The_order_of_addresses_does_not_matter()
    {
        VirtualAddress a = Address("192.0.2.100", 24), b = Address("192.0.2.101", 24);
        _bench.Core.Start(Web with { VirtualAddresses = [a, b], StrictAddressList = true });
        _bench.Hear(200, Web with { VirtualAddresses = [b, a] });
        Assert.Equal(1, _bench.Status().Statistics.AdvertisementsReceived);
    }

    [Fact]
    public void Unicast_peers_are_the_only_ones_heard_within_their_limits()
    {
        VrrpInstanceOptions options = Web with { UnicastPeers = [new UnicastPeer { Address = Peer.ToIPAddress(), MinimumTimeToLive = 60, MaximumTimeToLive = 64 }] };
        _bench.Core.Start(options);
        byte[] good = Encode(options, 200, Peer, Own);
        _bench.HearBytes(good, Peer, Own, timeToLive: 64);
        _bench.HearBytes(good, Peer, Own, timeToLive: 59);
        _bench.HearBytes(good, Peer, Own, timeToLive: 65);
        _bench.HearBytes(Encode(options, 200, Peer), Peer);
        InetAddress stranger = InetAddress.Parse("192.0.2.66");
        _bench.HearBytes(Encode(options, 200, stranger, Own), stranger, Own);
        VrrpStatistics statistics = _bench.Status().Statistics;
        Assert.Equal(
            (1, 2, 1, 1),
            (statistics.AdvertisementsReceived, statistics.Refused[VrrpRefusal.BadTimeToLive], statistics.Refused[VrrpRefusal.UnexpectedDestination], statistics.Refused[VrrpRefusal.UnknownSource]));
    }

    [Fact]
    public void A_password_has_to_match()
    {
        VrrpInstanceOptions options = Two with { Authentication = Secret(VrrpAuthenticationMethod.Password, "right") };
        _bench.StartMaster(options);
        byte[] ours = _bench.Stack.Ports[0].Last.ToArray();
        Assert.Equal("right", Encoding.ASCII.GetString(ours.AsSpan(12, 5)));

        CoreBench other = Other(options);
        other.HearBytes(ours, Own);
        Assert.Equal(1, other.Status().Statistics.AdvertisementsReceived);

        CoreBench wrong = Other(options with { Authentication = Secret(VrrpAuthenticationMethod.Password, "wrong") });
        wrong.HearBytes(ours, Own);
        Assert.Equal(1, wrong.Status().Statistics.Refused[VrrpRefusal.BadPassword]);

        CoreBench none = Other(Two);
        none.HearBytes(ours, Own);
        Assert.Equal(1, none.Status().Statistics.Refused[VrrpRefusal.BadAuthenticationType]);
    }

    [Fact]
    public void An_authentication_header_is_signed_and_verified()
    {
        VrrpInstanceOptions options = Two with { Authentication = Secret(VrrpAuthenticationMethod.AuthenticationHeader, "key") };
        _bench.StartMaster(options);
        byte[] packet = _bench.Stack.Ports[0].Last.ToArray();
        Assert.Equal(51, _bench.Stack.Ports[0].Options.Protocol);

        CoreBench other = Other(options);
        HearPacket(other, packet);
        Assert.Equal((VrrpState.Backup, 1), (other.Status().State, other.Status().Statistics.AdvertisementsReceived));
        HearPacket(other, packet);
        Assert.Equal(1, other.Status().Statistics.Refused[VrrpRefusal.Replayed]);
        other.Hear(200, Two, InetAddress.Parse("192.0.2.30"));
        Assert.Equal(1, other.Status().Statistics.Refused[VrrpRefusal.AuthenticationMissing]);

        CoreBench none = Other(Two);
        HearPacket(none, packet);
        Assert.Equal(1, none.Status().Statistics.Refused[VrrpRefusal.MalformedAuthentication]);

        static void HearPacket(CoreBench bench, byte[] packet)
        {
            bench.Core.OnPacket(new ReceivedPacket
            {
                LinkIndex = Link,
                Source = Own,
                Destination = VrrpConstants.MulticastIPv4,
                TimeToLive = 255,
                Protocol = 51,
                Ipv4Header = packet.AsSpan(0, 20),
                Payload = packet.AsSpan(20),
            });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_hmac_trailer_is_signed_and_verified(bool isIPv6)
    {
        VrrpInstanceOptions options = Web with
        {
            VirtualAddresses = isIPv6 ? [Address("fe80::100", 64)] : Web.VirtualAddresses,
            Authentication = Hmac(1),
        };
        InetAddress source = isIPv6 ? InetAddress.Parse("fe80::10") : Own;
        _bench.StartMaster(options);
        byte[] message = _bench.Stack.Ports[0].Last.ToArray();

        CoreBench other = Other(options);
        other.HearBytes(message, source);
        Assert.Equal(1, other.Status().Statistics.AdvertisementsReceived);
        other.HearBytes(message, source);
        Assert.Equal(1, other.Status().Statistics.Refused[VrrpRefusal.Replayed]);
        other.Hear(200, options, InetAddress.Parse(isIPv6 ? "fe80::30" : "192.0.2.30"));
        Assert.Equal(1, other.Status().Statistics.Refused[VrrpRefusal.AuthenticationMissing]);

        CoreBench stranger = Other(options with { Authentication = Hmac(2) });
        stranger.HearBytes(message, source);
        Assert.Equal(1, stranger.Status().Statistics.Refused[VrrpRefusal.BadAuthentication]);

        // Each advertisement has a new sequence.
        _bench.PassSeconds(1);
        other.HearBytes(_bench.Stack.Ports[0].Last, source);
        Assert.Equal(2, other.Status().Statistics.AdvertisementsReceived);
    }

    [Fact]
    public void In_fault_the_master_is_still_seen()
    {
        _bench.Core.Start(Web);
        _bench.Stack.SetLink("eth0", Link, isUp: false);
        _bench.LinkChanged();
        _bench.Hear(123);
        Assert.Equal((VrrpState.Fault, (byte?)123), (_bench.Status().State, _bench.Status().MasterPriority));
    }

    private static CoreBench Other(VrrpInstanceOptions options)
    {
        var bench = new CoreBench();
        bench.Stack.SetPrimary(Link, "192.0.2.20");
        bench.Stack.SetPrimary(Link, "fe80::20");
        bench.Core.Start(options);
        return bench;
    }

    private static VrrpAuthentication Secret(VrrpAuthenticationMethod method, string text) => new() { Method = method, Secret = Encoding.ASCII.GetBytes(text) };

    private static VrrpAuthentication Hmac(byte fill) => new()
    {
        Method = VrrpAuthenticationMethod.Hmac,
        Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [1] = Enumerable.Repeat(fill, 32).ToArray() },
        ActiveKeyId = 1,
    };
}
