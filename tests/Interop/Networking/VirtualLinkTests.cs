using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Interfaces with a virtual MAC address.</summary>
public sealed class VirtualLinkTests : IDisposable
{
    private const string Name = "vrrp.51";
    private static readonly MacAddress Mac = VirtualMac.Create(AddressFamily.InterNetwork, 51);
    private static readonly MacAddress Ipv6Mac = VirtualMac.Create(AddressFamily.InterNetworkV6, 51);
    private static readonly byte[] Message = [0x31, 51, 100, 0, 0, 100, 0, 0];

    private readonly TestNetwork _network = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _network.Dispose();

    [InteropFact]
    public void It_is_up_has_the_virtual_MAC_and_goes_with_its_settings()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24", "fd00::1/64"));
        string before = Settings(host, "eth0");

        LinkState link = Create(host, Mac);
        Assert.True(link.IsUp);
        Assert.Equal(Mac.ToUInt64(), link.HardwareAddress);
        Assert.Contains("macvlan mode bridge", host.Node.Run("ip", "-d", "link", "show", Name).Output, StringComparison.Ordinal);
        Assert.Equal("1", host.Node.ReadSetting("/proc/sys/net/ipv4/conf/eth0/arp_ignore"));
        Assert.Equal("2", host.Node.ReadSetting("/proc/sys/net/ipv4/conf/eth0/arp_announce"));
        Assert.Equal("1", host.Node.ReadSetting($"/proc/sys/net/ipv4/conf/{Name}/arp_ignore"));
        Assert.Equal("1", host.Node.ReadSetting($"/proc/sys/net/ipv6/conf/{Name}/disable_ipv6"));

        // A second one on the same parent: the parent's settings stay until the last one goes.
        host.Do(stack => stack.CreateVirtualLink("vrrp.52", host.Link.Index, VirtualMac.Create(AddressFamily.InterNetwork, 52).ToUInt64()));
        host.Do(stack => stack.RemoveVirtualLink(Name));
        Assert.Equal("1", host.Node.ReadSetting("/proc/sys/net/ipv4/conf/eth0/arp_ignore"));
        host.Do(stack => stack.RemoveVirtualLink("vrrp.52"));
        Assert.Equal(before, Settings(host, "eth0"));
        Assert.DoesNotContain("vrrp", host.Node.Run("ip", "link", "show").Output, StringComparison.Ordinal);
        host.Do(stack => stack.RemoveVirtualLink(Name));
    }

    [InteropFact]
    public void A_closed_stack_restores_the_settings_of_the_parent()
    {
        StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        string before = Settings(host, "eth0");
        Create(host, Mac);
        Assert.NotEqual(before, Settings(host, "eth0"));
        host.Dispose();
        Assert.Equal(before, Settings(host, "eth0"));
    }

    [InteropFact]
    public void Strict_reverse_path_filtering_does_not_cut_it_off()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        host.Node.WriteSetting("/proc/sys/net/ipv4/conf/all/rp_filter", "1");
        LinkState link = Create(host, Mac);
        host.Do(stack => stack.AddAddress(new InterfaceAddress(link.Index, InetAddress.Parse("10.77.0.100"), 32)));
        TestNode client = _network.AddNode("client", "10.77.0.9/24");
        AssertReaches(client, "10.77.0.100");
    }

    [InteropFact]
    public void Neighbours_learn_the_virtual_MAC_and_keep_it_while_the_node_talks()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        TestNode client = _network.AddNode("client", "10.77.0.9/24");
        LinkState link = Create(host, Mac);
        host.Do(stack => stack.AddAddress(new InterfaceAddress(link.Index, InetAddress.Parse("10.77.0.100"), 32)));

        AssertReaches(client, "10.77.0.100");
        AssertNeighbour(client, "10.77.0.100", Mac);

        // The node asks for the client itself, from the virtual address: the question must not carry the parent's MAC.
        host.Node.Ip("neighbour flush all");
        AssertReaches(host.Node, "10.77.0.9", from: "10.77.0.100");
        AssertNeighbour(client, "10.77.0.100", Mac);
        AssertReaches(client, "10.77.0.1");
        AssertNeighbour(client, "10.77.0.1", MacAddress.FromUInt64(host.Link.HardwareAddress));
    }

    [InteropFact]
    public void An_IPv6_address_on_it_is_reached_by_the_virtual_MAC()
    {
        using StackHost host = new(_network.AddNode("node", "fd00::1/64"));
        TestNode client = _network.AddNode("client", "fd00::9/64");
        LinkState link = Create(host, Ipv6Mac);
        host.Do(stack => stack.AddAddresses([
            new InterfaceAddress(link.Index, InetAddress.Parse("fe80::100"), 64),
            new InterfaceAddress(link.Index, InetAddress.Parse("fd00::100"), 128),
        ]));

        AssertReaches(client, "fd00::100");
        AssertNeighbour(client, "fd00::100", Ipv6Mac);

        // Nothing but what was asked for: a link-local address made of the MAC would be a duplicate on every other node.
        Assert.Single(host.Node.Run("ip", "-o", "-6", "address", "show", Name).Lines, line => line.Contains("fe80:", StringComparison.Ordinal));
    }

    [InteropFact]
    public void An_IPv4_router_may_own_IPv6_addresses_too()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24", "fd00::1/64"));
        LinkState link = Create(host, Mac);
        host.Do(stack => stack.AddAddress(new InterfaceAddress(link.Index, InetAddress.Parse("fd00::100"), 128)));
        Assert.Contains(Name, Assert.Single(host.Node.AddressLines("fd00::100")), StringComparison.Ordinal);
        Assert.DoesNotContain("fe80", host.Node.Run("ip", "-6", "address", "show", Name).Output, StringComparison.Ordinal);
    }

    [InteropTheory(Needs.Tcpdump)]
    [InlineData("10.77.0.1", "10.77.0.2")]
    [InlineData("fe80::1", "fe80::2")]
    public async Task Advertisements_come_from_the_virtual_MAC_and_reach_a_backup_with_the_same_MAC(string own, string peer)
    {
        using StackHost master = new(_network.AddNode("master", WithPrefix(own)));
        using StackHost backup = new(_network.AddNode("backup", WithPrefix(peer)));
        using PacketCapture capture = await PacketCapture.StartAsync(backup.Node, "proto 112 or ip6 proto 112", Cancelled);
        MacAddress mac = VirtualMac.Create(InetAddress.Parse(own).Family, 51);
        IAdvertisementPort sender = Open(master, own, mac);
        Open(backup, peer, mac);

        master.Do(stack =>
        {
            sender.Send(Message);
            stack.Flush();
        });

        backup.PollUntil(events => events.Packets.Count > 0, "a packet");
        backup.PollFor(TimeSpan.FromMilliseconds(50));
        RecordedPacket packet = Assert.Single(backup.Events.Packets);
        Assert.Equal(backup.Link.Index, packet.LinkIndex);
        Assert.Equal(InetAddress.Parse(own), packet.Source);
        Assert.Equal(0, master.Stack.SendErrors);
        Assert.Equal(mac.ToString(), Assert.Single(capture.ReadFrames()).SourceHardwareAddress);
    }

    [InteropFact(Needs.Tcpdump)]
    public async Task A_backups_interface_says_nothing_that_could_mislead_a_switch()
    {
        using StackHost backup = new(_network.AddNode("backup", "10.77.0.1/24", "fd00::1/64"));
        TestNode peer = _network.AddNode("peer", "10.77.0.2/24", "fd00::2/64");
        using PacketCapture capture = await PacketCapture.StartAsync(peer, $"ether src {Mac} or ether src {Ipv6Mac}", Cancelled);
        Create(backup, Mac);
        backup.Do(stack => stack.CreateVirtualLink("vrrp6.51", backup.Link.Index, Ipv6Mac.ToUInt64()));

        // Longer than the kernel delays reports of group membership.
        await Task.Delay(1500, Cancelled);
        Assert.Equal("", capture.Describe());
    }

    [InteropFact]
    public void What_an_earlier_run_left_is_replaced_and_what_others_own_is_not()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        host.Node.Ip(
            $"link add {Name} link eth0 address {Mac} type macvlan mode private",
            $"address add 10.77.0.100/32 dev {Name}");
        Create(host, Mac);
        Assert.False(host.Node.Owns("10.77.0.100"));
        Assert.Contains("mode bridge", host.Node.Run("ip", "-d", "link", "show", Name).Output, StringComparison.Ordinal);

        Assert.Contains("in use", Assert.Throws<NetworkException>(() => Create(host, Mac)).Message, StringComparison.Ordinal);
        host.Do(stack => stack.RemoveVirtualLink(Name));

        host.Node.Ip($"link add {Name} link eth0 type macvlan");
        Assert.Contains("another interface", Assert.Throws<NetworkException>(() => Create(host, Mac)).Message, StringComparison.Ordinal);
        Assert.Throws<NetworkException>(() => host.Do(stack => stack.RemoveVirtualLink("eth0")));
        Assert.Contains("eth0", host.Node.Run("ip", "link", "show").Output, StringComparison.Ordinal);
    }

    private static LinkState Create(StackHost host, MacAddress mac) =>
        host.Do(stack => stack.CreateVirtualLink(Name, host.Link.Index, mac.ToUInt64()));

    private static IAdvertisementPort Open(StackHost host, string source, MacAddress mac)
    {
        LinkState link = Create(host, mac);
        return host.Do(stack => stack.OpenPort(new PortOptions
        {
            LinkIndex = link.Index,
            ListenLinkIndex = host.Link.Index,
            Source = InetAddress.Parse(source),
        }));
    }

    private static void AssertNeighbour(TestNode node, string address, MacAddress mac) =>
        Assert.Contains($"{address} dev eth0 lladdr {mac}", node.Run("ip", "neighbour", "show").Output, StringComparison.Ordinal);

    /// <summary>Nobody listens there, so that a refusal is the answer of a node that was reached.</summary>
    private static void AssertReaches(TestNode node, string address, string? from = null)
    {
        IPAddress target = IPAddress.Parse(address);
        using Socket socket = NetworkNamespace.OpenSocket(node.Namespace, target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (from is not null)
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }

        SocketException answer = Assert.Throws<SocketException>(() => socket.Connect(target, 9));
        Assert.Equal(SocketError.ConnectionRefused, answer.SocketErrorCode);
    }

    private static string Settings(StackHost host, string name) => string.Join('\n', NamespaceThread.Run(host.Node.Namespace, () =>
        Directory.GetFiles($"/proc/sys/net/ipv4/conf/{name}").Order(StringComparer.Ordinal).Select(file => file + "=" + File.ReadAllText(file)).ToArray()));

    private static string WithPrefix(string address) => address + (InetAddress.Parse(address).IsIPv6 ? "/64" : "/24");
}
