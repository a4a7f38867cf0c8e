using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Options;

public sealed class VrrpInstanceOptionsValidatorTests
{
    private static readonly VrrpInstanceOptions Good = new()
    {
        Name = "web",
        Interface = "eth0",
        VirtualRouterId = 51,
        VirtualAddresses = [Vip("192.0.2.100", 24)],
    };

    private static readonly VrrpInstanceOptions GoodIPv6 = Good with
    {
        Version = VrrpVersion.V3,
        VirtualAddresses = [Vip("fe80::100", 64), Vip("2001:db8::100", 64)],
    };

    public static TheoryData<string, VrrpInstanceOptions> Refused()
    {
        var data = new TheoryData<string, VrrpInstanceOptions>();
        void Bad(string field, VrrpInstanceOptions options) => data.Add(field, options);

        Bad("Name", Good with { Name = "" });
        Bad("Name", Good with { Name = " web" });
        Bad("Name", Good with { Name = "a\nb" });
        Bad("Name", Good with { Name = new string('x', 129) });
        Bad("Interface", Good with { Interface = "" });
        Bad("Interface", Good with { Interface = "0123456789abcdef" });
        Bad("Interface", Good with { Interface = "eth/0" });
        Bad("Interface", Good with { Interface = "eth0:1" });
        Bad("VirtualRouterId", Good with { VirtualRouterId = 0 });
        Bad("Priority", Good with { Priority = 0 });
        Bad("Version", Good with { Version = (VrrpVersion)4 });
        Bad("Version", GoodIPv6 with { Version = VrrpVersion.V2 });
        Bad("Family", Good with { Family = AddressFamily.AppleTalk, VirtualAddresses = [Vip("192.0.2.1", 24, excluded: true)] });
        Bad("InitialState", Good with { InitialState = (VrrpInitialState)7 });
        Bad("DownTimerAdverts", Good with { DownTimerAdverts = 0 });
        Bad("DownTimerAdverts", Good with { DownTimerAdverts = 101 });
        Bad("NetworkNamespace", Good with { NetworkNamespace = "" });
        Bad("NetworkNamespace", Good with { NetworkNamespace = "../x" });

        Bad("AdvertisementInterval", Good with { AdvertisementInterval = TimeSpan.Zero });
        Bad("AdvertisementInterval", Good with { AdvertisementInterval = TimeSpan.FromSeconds(1.5) });
        Bad("AdvertisementInterval", Good with { AdvertisementInterval = TimeSpan.FromSeconds(256) });
        Bad("AdvertisementInterval", Good with { Version = VrrpVersion.V3, AdvertisementInterval = TimeSpan.FromMilliseconds(5) });
        Bad("AdvertisementInterval", Good with { Version = VrrpVersion.V3, AdvertisementInterval = TimeSpan.FromSeconds(41) });
        Bad("PreemptDelay", Good with { PreemptDelay = TimeSpan.FromSeconds(-1) });
        Bad("PreemptDelay", Good with { PreemptDelay = TimeSpan.FromSeconds(1001) });
        Bad("PreemptDelay", Good with { PreemptDelay = TimeSpan.FromSeconds(1), Preempt = false });
        Bad("PreemptDelay", Good with { PreemptDelay = TimeSpan.FromSeconds(1), InitialState = VrrpInitialState.Master });
        Bad("StartupDelay", Good with { StartupDelay = TimeSpan.FromSeconds(1001) });
        Bad("Preempt", Good with { Preempt = false, InitialState = VrrpInitialState.Master });
        Bad("Preempt", Good with { Preempt = false, Priority = 255 });

        Bad("VirtualAddresses", Good with { VirtualAddresses = [] });
        Bad("VirtualAddresses", Good with { VirtualAddresses = [Vip("192.0.2.1", 24, excluded: true)] });
        Bad("VirtualAddresses", Good with { VirtualAddresses = [.. Enumerable.Range(0, 256).Select(i => Vip($"10.0.{i}.1", 32))] });
        Bad("VirtualAddresses[1]", Good with { VirtualAddresses = [Vip("192.0.2.1", 24), Vip("192.0.2.1", 32)] });
        Bad("VirtualAddresses[1]", Good with { VirtualAddresses = [Vip("192.0.2.1", 24), Vip("2001:db8::1", 64)] });
        Bad("VirtualAddresses[0]", Good with { VirtualAddresses = [Vip("224.0.0.18", 32)] });
        Bad("VirtualAddresses[0]", Good with { VirtualAddresses = [Vip("0.0.0.0", 32)] });
        Bad("VirtualAddresses[0]", Good with { VirtualAddresses = [Vip("127.0.0.1", 32)] });
        Bad("VirtualAddresses[0].PrefixLength", Good with { VirtualAddresses = [Vip("192.0.2.1", 33)] });
        Bad("VirtualAddresses[0].PrefixLength", GoodIPv6 with { VirtualAddresses = [Vip("fe80::1", 129)] });
        Bad("VirtualAddresses[0].Label", Good with { VirtualAddresses = [Vip("192.0.2.1", 24) with { Label = "0123456789abcdef" }] });
        Bad("VirtualAddresses[0].Label", GoodIPv6 with { VirtualAddresses = [Vip("fe80::1", 64) with { Label = "eth0:1" }] });
        Bad("VirtualAddresses[0].Interface", Good with { VirtualAddresses = [Vip("192.0.2.1", 24) with { Interface = "a b" }] });
        Bad("VirtualAddresses[0].Scope", Good with { VirtualAddresses = [Vip("192.0.2.1", 24) with { Scope = (AddressScope)9 }] });

        Bad("SourceAddress", Good with { SourceAddress = IPAddress.IPv6Loopback });
        Bad("SourceAddress", Good with { SourceAddress = IPAddress.Parse("2001:db8::1") });
        Bad("TrackSourceAddress", Good with { TrackSourceAddress = true });
        Bad("UnicastPeers[0]", Good with { UnicastPeers = [new UnicastPeer { Address = IPAddress.Parse("224.0.0.18") }] });
        Bad("UnicastPeers[0]", Good with { UnicastPeers = [new UnicastPeer { Address = IPAddress.Parse("fe80::1") }] });
        Bad("UnicastPeers[0]", Good with { SourceAddress = IPAddress.Parse("192.0.2.1"), UnicastPeers = [new UnicastPeer { Address = IPAddress.Parse("192.0.2.1") }] });
        Bad("UnicastPeers[1]", Good with { UnicastPeers = [Peer("192.0.2.2"), Peer("192.0.2.2")] });
        Bad("UnicastPeers[0].MinimumTimeToLive", Good with { UnicastPeers = [Peer("192.0.2.2") with { MinimumTimeToLive = 9, MaximumTimeToLive = 8 }] });
        Bad("UnicastTimeToLive", Good with { UnicastTimeToLive = 0 });

        Bad("VirtualMac.InterfaceName", Good with { VirtualMac = new VirtualMacOptions { InterfaceName = "much-too-long-name" } });
        Bad("VirtualMac.InterfaceName", Good with { VirtualMac = new VirtualMacOptions { InterfaceName = "eth0" } });

        Bad("VirtualRoutes[0]", Good with { VirtualRoutes = [Route("0.0.0.0", 0) with { Gateway = null }] });
        Bad("VirtualRoutes[0].Destination", Good with { VirtualRoutes = [Route("198.51.100.0", 33)] });
        Bad("VirtualRoutes[0].Destination", Good with { VirtualRoutes = [Route("198.51.100.1", 24)] });
        Bad("VirtualRoutes[0].Gateway", Good with { VirtualRoutes = [Route("::", 0)] });
        Bad("VirtualRoutes[0].OnLink", Good with { VirtualRoutes = [Route("198.51.100.0", 24) with { OnLink = true }] });
        Bad("VirtualRoutes[0].Table", Good with { VirtualRoutes = [Route("198.51.100.0", 24) with { Table = 0 }] });
        Bad("VirtualRules[0].Table", Good with { VirtualRules = [new VirtualRule { Table = 0 }] });
        Bad("VirtualRules[0].From", Good with { VirtualRules = [new VirtualRule { Table = 1, From = IPAddress.Parse("2001:db8::"), FromPrefixLength = 32 }] });
        Bad("VirtualRules[0].To", Good with { VirtualRules = [new VirtualRule { Table = 1, To = IPAddress.Parse("192.0.2.1"), ToPrefixLength = 24 }] });
        Bad("VirtualRules[0].InputInterface", Good with { VirtualRules = [new VirtualRule { Table = 1, InputInterface = "" }] });

        Bad("GratuitousArp.Repeat", Good with { GratuitousArp = new GratuitousArpOptions { Repeat = 0 } });
        Bad("GratuitousArp.RefreshRepeat", Good with { GratuitousArp = new GratuitousArpOptions { RefreshRepeat = 0 } });
        Bad("GratuitousArp.Delay", Good with { GratuitousArp = new GratuitousArpOptions { Delay = TimeSpan.FromSeconds(-1) } });
        Bad("GratuitousArp.Refresh", Good with { GratuitousArp = new GratuitousArpOptions { Refresh = TimeSpan.FromDays(2) } });
        Bad("GratuitousArp.LowerPriorityRepeat", Good with { GratuitousArp = new GratuitousArpOptions { LowerPriorityRepeat = -1 } });
        Bad("GratuitousArp.ArpInterval", Good with { GratuitousArp = new GratuitousArpOptions { ArpInterval = TimeSpan.FromSeconds(2) } });

        Bad("Authentication.Method", Good with { Version = VrrpVersion.V3, Authentication = Password("secret") });
        Bad("Authentication.Method", Good with { Authentication = new VrrpAuthentication { Method = (VrrpAuthenticationMethod)9 } });
        Bad("Authentication.Secret", Good with { Authentication = Password("") });
        Bad("Authentication.Secret", Good with { Authentication = Password("a\0b") });
        Bad("Authentication.Keys[1]", Good with { Authentication = Hmac(31) });
        Bad("Authentication.Keys[1]", Good with { Authentication = Hmac(65) });
        Bad("Authentication.ActiveKeyId", Good with { Authentication = Hmac(32) with { ActiveKeyId = 2 } });
        Bad("Authentication.AntiReplayWindow", Good with { Authentication = Hmac(32) with { AntiReplayWindow = TimeSpan.FromSeconds(301) } });

        Bad("Tracks[0].Name", Track(new CallbackTrackOptions { Name = "", Check = Up }));
        Bad("Tracks[0].Weight", Track(new CallbackTrackOptions { Name = "t", Check = Up, Weight = 254 }));
        Bad("Tracks[0].Weight", Track(new CallbackTrackOptions { Name = "t", Check = Up, Weight = -254 }));
        Bad("Tracks[0].Interval", Track(new CallbackTrackOptions { Name = "t", Check = Up, Interval = TimeSpan.Zero }));
        Bad("Tracks[0].Timeout", Track(new CallbackTrackOptions { Name = "t", Check = Up, Timeout = TimeSpan.Zero }));
        Bad("Tracks[0].Rise", Track(new CallbackTrackOptions { Name = "t", Check = Up, Rise = 0 }));
        Bad("Tracks[0].Fall", Track(new CallbackTrackOptions { Name = "t", Check = Up, Fall = 0 }));
        Bad("Tracks[0].Interface", Track(new InterfaceTrackOptions { Name = "t", Interface = "x/y" }));
        Bad("Tracks[0].Program", Track(new ScriptTrackOptions { Name = "t", Program = "check.sh" }));
        Bad("Tracks[0]", Track(new ProcessTrackOptions { Name = "t" }));
        Bad("Tracks[0]", Track(new ProcessTrackOptions { Name = "t", ProcessName = "nginx", PidFile = "/run/nginx.pid" }));
        Bad("Tracks[0].ProcessName", Track(new ProcessTrackOptions { Name = "t", ProcessName = "/usr/sbin/nginx" }));
        Bad("Tracks[0].Quorum", Track(new ProcessTrackOptions { Name = "t", ProcessName = "nginx", Quorum = 0 }));
        Bad("Tracks[0].Path", Track(new FileTrackOptions { Name = "t", Path = "x" }));
        Bad("Tracks[0].Uri", Track(new HttpTrackOptions { Name = "t", Uri = new Uri("ftp://localhost/") }));
        Bad("Tracks[0].Uri", Track(new HttpTrackOptions { Name = "t", Uri = new Uri("http://user:pass@localhost/") }));
        Bad("Tracks[0].MinimumStatus", Track(new HttpTrackOptions { Name = "t", Uri = new Uri("http://localhost/"), MinimumStatus = 99 }));
        Bad("Tracks[0].MaximumStatus", Track(new HttpTrackOptions { Name = "t", Uri = new Uri("http://localhost/"), MinimumStatus = 300, MaximumStatus = 299 }));
        Bad("Tracks[0].Port", Track(new TcpTrackOptions { Name = "t", Host = "localhost", Port = 0 }));
        Bad("Tracks[0].Host", Track(new TcpTrackOptions { Name = "t", Host = "", Port = 80 }));
        Bad("Tracks[0].Gateway", Track(new GatewayTrackOptions { Name = "t", Gateway = IPAddress.Any }));
        Bad("Tracks[1]", Good with { Tracks = [new CallbackTrackOptions { Name = "t", Check = Up }, new InterfaceTrackOptions { Name = "t", Interface = "eth1" }] });
        Bad("Hooks.Master.Program", Good with { Hooks = new VrrpHooks { Master = new VrrpHook { Program = "notify.sh" } } });
        Bad("Hooks.Any.Timeout", Good with { Hooks = new VrrpHooks { Any = new VrrpHook { Program = "/bin/true", Timeout = TimeSpan.Zero } } });
        Bad("Hooks.Stop.Arguments", Good with { Hooks = new VrrpHooks { Stop = new VrrpHook { Program = "/bin/true", Arguments = ["a\0"] } } });
        return data;
    }

    public static TheoryData<VrrpInstanceOptions> Accepted() =>
    [
        Good,
        GoodIPv6,
        Good with { VirtualRouterId = 255, Priority = 255 },
        Good with { Version = VrrpVersion.V3, AdvertisementInterval = TimeSpan.FromMilliseconds(10) },
        Good with { Version = VrrpVersion.V3, AdvertisementInterval = TimeSpan.FromSeconds(40.95) },
        Good with { AdvertisementInterval = TimeSpan.FromSeconds(255) },
        Good with { Preempt = false },
        Good with { PreemptDelay = TimeSpan.FromSeconds(1000) },
        Good with { Authentication = Password("a longer one than counts") },
        Good with { Authentication = Hmac(64) },
        Good with { VirtualAddresses = [Vip("192.0.2.100", 0), Vip("2001:db8::1", 64, excluded: true)] },
        Good with { VirtualRoutes = [Route("0.0.0.0", 0)], VirtualRules = [new VirtualRule { Table = 100, FirewallMark = 1 }] },
        Good with { SourceAddress = IPAddress.Parse("192.0.2.1"), TrackSourceAddress = true, UnicastPeers = [Peer("192.0.2.2")] },
        Good with { VirtualMac = new VirtualMacOptions() },
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Refused))]
    public void A_bad_option_is_named_with_what_is_allowed(string field, VrrpInstanceOptions options)
    {
        OptionProblem problem = Assert.Single(VrrpInstanceOptionsValidator.Validate(options), p => p.Field == field);
        Assert.EndsWith(".", problem.Allowed, StringComparison.Ordinal);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Accepted))]
    public void Good_options_have_no_problem(VrrpInstanceOptions options) => Assert.Empty(VrrpInstanceOptionsValidator.Validate(options));

    [Fact]
    public void A_secret_is_never_repeated()
    {
        VrrpInstanceOptions options = Good with { Version = VrrpVersion.V3, Authentication = Password("hunter2\0") };
        Assert.All(VrrpInstanceOptionsValidator.Validate(options), p => Assert.DoesNotContain("hunter2", p.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_come_at_once() =>
        Assert.Equal(3, VrrpInstanceOptionsValidator.Validate(Good with { Priority = 0, VirtualRouterId = 0, Name = "" }).Count);

    [Theory]
    [InlineData("Name", "", "a")]
    [InlineData("Members", "g")]
    [InlineData("Members[1]", "g", "a", "a")]
    public void A_group_is_checked_too(string field, string name, params string[] members) =>
        Assert.Contains(SyncGroupOptionsValidator.Validate(new SyncGroupOptions { Name = name, Members = members }), p => p.Field == field);

    private static VirtualAddress Vip(string address, byte prefix, bool excluded = false) =>
        new() { Address = IPAddress.Parse(address), PrefixLength = prefix, IsExcluded = excluded };

    private static UnicastPeer Peer(string address) => new() { Address = IPAddress.Parse(address) };

    private static VirtualRoute Route(string network, byte prefix) =>
        new() { Destination = IPAddress.Parse(network), PrefixLength = prefix, Gateway = IPAddress.Parse("192.0.2.254") };

    private static VrrpAuthentication Password(string text) =>
        new() { Method = VrrpAuthenticationMethod.Password, Secret = System.Text.Encoding.UTF8.GetBytes(text) };

    private static VrrpAuthentication Hmac(int length) => new()
    {
        Method = VrrpAuthenticationMethod.Hmac,
        Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [1] = new byte[length] },
        ActiveKeyId = 1,
    };

    private static VrrpInstanceOptions Track(TrackOptions track) => Good with { Tracks = [track] };

    private static ValueTask<TrackResult> Up(CancellationToken cancellationToken) => new(new TrackResult(true));
}
