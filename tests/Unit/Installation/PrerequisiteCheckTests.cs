using System.Net.Sockets;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Prerequisites;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Installation;

public class PrerequisiteCheckTests
{
    private const ulong AllCapabilities = 0x1ffffffffff;
    private static readonly InetAddress Vip = InetAddress.Parse("10.0.0.200");

    private static readonly GroundTarget Target = new() { Interface = "eth0", VirtualAddresses = [Vip], VirtualRouterId = 51 };

    private static readonly GroundFacts Good = new()
    {
        Firewall = Firewall.Nftables,
        AcceptsVrrp = true,
        Capabilities = AllCapabilities,
        IsClockSynchronized = true,
        NginxListens = ["80", "[::]:80"],
        Network = new GroundLink
        {
            Link = new LinkState(2, true, true, 1500, 0),
            Names = new Dictionary<int, string> { [2] = "eth0", [3] = "eth1" },
            Addresses = [new InterfaceAddress(2, InetAddress.Parse("10.0.0.1"), 24)],
            Heard = [new HeardRouter(7, InetAddress.Parse("10.0.0.9"), false)],
            Neighbours = new Dictionary<InetAddress, IReadOnlyList<ulong>>(),
        },
    };

    [Fact]
    public void Good_ground() =>
        Assert.All(Judge(Good), each => Assert.True(each.Result is PrerequisiteResult.Passed or PrerequisiteResult.NotApplicable, $"{each.Check}: {each.Detail}"));

    [Fact]
    public void SELinux_stays_on()
    {
        HaPrerequisite check = Of(Good with
        {
            Selinux = SelinuxMode.Enforcing,
            SelinuxBooleans = new Dictionary<string, bool> { ["httpd_can_network_connect"] = false, ["keepalived_connect_any"] = true },
        }, "Selinux");
        Assert.Equal(PrerequisiteResult.Failed, check.Result);
        Assert.Equal(["setsebool -P httpd_can_network_connect on"], Commands(check));
    }

    [Fact]
    public void Two_interfaces_in_one_subnet()
    {
        GroundFacts facts = Good with
        {
            Network = Good.Network with
            {
                Addresses = [.. Good.Network.Addresses, new InterfaceAddress(3, InetAddress.Parse("10.0.0.2"), 24)],
                Settings = new Dictionary<string, string> { ["net.ipv4.conf.all.rp_filter"] = "1", ["net.ipv4.conf.eth0.arp_ignore"] = "1" },
            },
        };
        HaPrerequisite arp = Of(facts, "Arp");
        Assert.Equal((PrerequisiteResult.Warning, "eth1 is in the same subnet and answers for the virtual IPs, too."), (arp.Result, arp.Detail));
        Assert.Equal(["sysctl -w net.ipv4.conf.all.arp_announce=2"], Commands(arp));
        Assert.Equal(["sysctl -w net.ipv4.conf.eth0.rp_filter=2"], Commands(Of(facts, "ReversePath")));
        Assert.Equal("net.ipv4.conf.all.arp_announce", Assert.Single(arp.RepairSteps.OfType<KernelSettingStep>().Single().Settings).Key);
    }

    [Theory]
    [InlineData("10.0.0.200:80", PrerequisiteResult.Failed)]
    [InlineData("10.0.0.200", PrerequisiteResult.Failed)]
    [InlineData("10.0.0.20:80", PrerequisiteResult.Passed)]
    [InlineData("*:80", PrerequisiteResult.Passed)]
    [InlineData(null, PrerequisiteResult.Warning)]
    public void Nginx_that_names_the_virtual_IP_needs_nonlocal_bind(string? listens, PrerequisiteResult result)
    {
        HaPrerequisite check = Of(Good with { NginxListens = listens is null ? null : [listens] }, "NonlocalBind");
        Assert.Equal(result, check.Result);
        Assert.Equal(result == PrerequisiteResult.Passed ? [] : ["sysctl -w net.ipv4.ip_nonlocal_bind=1"], Commands(check));
    }

    [Fact]
    public void Everything_a_firewall_can_be()
    {
        Assert.Equal(
            ["firewall-cmd --permanent --zone=dmz --add-protocol=vrrp", "firewall-cmd --zone=dmz --add-protocol=vrrp"],
            Commands(Of(Good with { AcceptsVrrp = false, Firewall = Firewall.Firewalld, FirewalldZone = "dmz" }, "Firewall")));
        Assert.Equal(
            ["ufw reload"],
            Commands(Of(Good with { AcceptsVrrp = false, Firewall = Firewall.Ufw, UfwRules = new Dictionary<string, string> { ["/etc/ufw/before.rules"] = "*filter\nCOMMIT\n" } }, "Firewall")));
        Assert.StartsWith("iptables --insert INPUT 1", Commands(Of(Good with { AcceptsVrrp = false, Firewall = Firewall.Iptables }, "Firewall"))[0], StringComparison.Ordinal);
        Assert.Equal(PrerequisiteResult.Unknown, Of(Good with { AcceptsVrrp = null, Firewall = Firewall.None }, "Firewall").Result);
    }

    [Fact]
    public void Another_cluster_with_the_same_virtual_router_id()
    {
        GroundFacts facts = Good with { Network = Good.Network with { Heard = [new(51, InetAddress.Parse("10.0.0.3"), false), new(51, InetAddress.Parse("10.0.0.1"), true), new(1, InetAddress.Parse("10.0.0.3"), false)] } };
        HaPrerequisite check = Of(facts, "VirtualRouterId");
        Assert.Equal((PrerequisiteResult.Failed, "10.0.0.3 advertises it."), (check.Result, check.Detail));
        Assert.Contains("such as 2;", check.Remedy, StringComparison.Ordinal);
        Assert.Equal(PrerequisiteResult.Passed, Of(facts, "VirtualRouterId", Target with { Peers = [InetAddress.Parse("10.0.0.3")] }).Result);

        // The same id in the other family is another virtual router.
        Assert.Equal(PrerequisiteResult.Failed, Of(facts, "VirtualRouterId", Target with { Family = AddressFamily.InterNetwork }).Result);
        Assert.Equal(PrerequisiteResult.Passed, Of(facts, "VirtualRouterId", Target with { Family = AddressFamily.InterNetworkV6 }).Result);
        GroundFacts answered = facts with { Network = facts.Network with { Neighbours = new Dictionary<InetAddress, IReadOnlyList<ulong>> { [Vip] = [3] } } };
        Assert.Equal(PrerequisiteResult.Passed, Of(answered, "VirtualIp", Target with { Peers = [InetAddress.Parse("10.0.0.3")], Family = AddressFamily.InterNetwork }).Result);
        Assert.Equal(PrerequisiteResult.Failed, Of(answered, "VirtualIp", Target with { Peers = [InetAddress.Parse("10.0.0.3")], Family = AddressFamily.InterNetworkV6 }).Result);
    }

    [Fact]
    public void A_peer_that_advertises_over_IPv6_from_a_link_local_address()
    {
        InetAddress peer = InetAddress.Parse("fd00::3"), peersLink = InetAddress.Parse("fe80::3"), other = InetAddress.Parse("fe80::4");
        GroundFacts facts = Good with { Network = Good.Network with { Heard = [new(51, peersLink, false)], Neighbours = new Dictionary<InetAddress, IReadOnlyList<ulong>> { [Vip] = [3] } } };
        GroundTarget pair = Target with { Peers = [peer], Family = AddressFamily.InterNetworkV6 };
        HaPrerequisite check = Of(facts, "VirtualRouterId", pair);
        Assert.Equal(PrerequisiteResult.Warning, check.Result);
        Assert.StartsWith("fe80::3 advertises it, which may be a peer", check.Detail, StringComparison.Ordinal);
        Assert.Equal(PrerequisiteResult.Passed, Of(facts, "VirtualIp", pair).Result);

        // Named, it is one; without peers, beside named ones, over IPv4, and with more senders than peers, somebody else is there.
        Assert.Equal(PrerequisiteResult.Passed, Of(facts, "VirtualRouterId", pair with { Peers = [peer, peersLink] }).Result);
        Assert.Equal(PrerequisiteResult.Failed, Of(facts, "VirtualRouterId", pair with { Peers = [] }).Result);
        Assert.Equal(PrerequisiteResult.Failed, Of(facts, "VirtualIp", pair with { Peers = [] }).Result);
        Assert.All(["VirtualRouterId", "VirtualIp"], name => Assert.Equal(PrerequisiteResult.Failed, Of(facts, name, pair with { Peers = [other] }).Result));
        GroundFacts two = facts with { Network = facts.Network with { Heard = [new(51, peersLink, false), new(51, other, false)] } };
        Assert.All(["VirtualRouterId", "VirtualIp"], name => Assert.Equal(PrerequisiteResult.Failed, Of(two, name, pair with { Peers = [InetAddress.Parse("10.0.0.3"), peer] }).Result));
        GroundFacts four = facts with { Network = facts.Network with { Heard = [new(51, InetAddress.Parse("169.254.1.1"), false)] } };
        Assert.Equal(PrerequisiteResult.Failed, Of(four, "VirtualRouterId", Target with { Peers = [InetAddress.Parse("10.0.0.3")] }).Result);
    }

    [Fact]
    public void What_a_process_may_do()
    {
        const ulong withoutRawSockets = AllCapabilities & ~(1UL << 13);
        Assert.Equal("The process lacks CAP_NET_RAW.", Of(Good with { Capabilities = withoutRawSockets }, "Capability").Detail);
        Assert.Equal(0x3fUL, GroundReader.ReadCapabilities("Name:\tx\nCapPrm:\t00000000000000ff\nCapEff:\t000000000000003f\n"));
    }

    [Fact]
    public void The_virtual_router_id_behind_an_authentication_header()
    {
        Assert.Equal((byte)51, NetworkGround.ReadVirtualRouterId(112, [0x21, 51, 100, 1]));
        byte[] header = [112, 4, 0, 0, .. new byte[20], 0x21, 52, 100, 1];
        Assert.Equal((byte)52, NetworkGround.ReadVirtualRouterId(51, header));
        Assert.Null(NetworkGround.ReadVirtualRouterId(51, header.AsSpan(0, 24)));
        Assert.Null(NetworkGround.ReadVirtualRouterId(112, []));
    }

    [Fact]
    public void Kernel_settings_join_those_that_are_there()
    {
        string once = KernelSettings.With(null, [new("net.ipv4.ip_nonlocal_bind", "1")]);
        string twice = KernelSettings.With(once, [new("net.ipv4.conf.all.arp_ignore", "1"), new("net.ipv4.ip_nonlocal_bind", "1")]);
        Assert.Equal("# Written by NginxHa: what virtual IPs need of the kernel.\nnet.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.ip_nonlocal_bind = 1\n", twice);
        Assert.Equal(twice, KernelSettings.With(twice, []));
        Assert.Equal("net.ipv4.conf.eth0/100.rp_filter", KernelSettings.OfInterface("ipv4", "eth0.100", "rp_filter"));
        Assert.Equal("/proc/sys/net/ipv4/conf/eth0.100/rp_filter", KernelSettings.PathOf("net.ipv4.conf.eth0/100.rp_filter"));
    }

    private static IReadOnlyList<HaPrerequisite> Judge(GroundFacts facts) => new PrerequisiteChecks(facts, Target).Judge();

    private static HaPrerequisite Of(GroundFacts facts, string check, GroundTarget? target = null) =>
        Assert.Single(new PrerequisiteChecks(facts, target ?? Target).Judge(), each => each.Check == check);

    private static string[] Commands(HaPrerequisite check) => [.. check.RepairSteps.OfType<CommandStep>().SelectMany(step => step.Commands).Select(command => command.Text)];
}
