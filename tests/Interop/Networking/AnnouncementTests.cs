using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Gratuitous ARP, neighbour advertisements, and questions to neighbours.</summary>
public sealed class AnnouncementTests : IDisposable
{
    private readonly TestNetwork _network = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _network.Dispose();

    [InteropFact(Needs.Tcpdump)]
    public async Task Gratuitous_ARP_has_the_form_of_keepalived_and_moves_the_neighbours_entry()
    {
        using StackHost node = new(_network.AddNode("node", "10.77.0.1/24"));
        TestNode peer = _network.AddNode("peer", "10.77.0.2/24");
        peer.Ip("neighbour add 10.77.0.100 lladdr 02:00:00:00:00:99 dev eth0 nud stale");
        using PacketCapture capture = await PacketCapture.StartAsync(peer, "arp", Cancelled);

        node.Do(stack =>
        {
            stack.Announce(node.Link.Index, InetAddress.Parse("10.77.0.100"));
            stack.Flush();
        });

        string mac = MacAddress.FromUInt64(node.Link.HardwareAddress).ToString();
        await Eventually.TrueAsync(
            () => NeighboursOf(peer).Contains($"10.77.0.100 lladdr {mac}", StringComparison.Ordinal),
            TimeSpan.FromSeconds(5),
            () => NeighboursOf(peer),
            Cancelled);
        Assert.Contains(
            $"{mac} > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Ethernet (len 6), IPv4 (len 4), "
            + "Request who-has 10.77.0.100 (ff:ff:ff:ff:ff:ff) tell 10.77.0.100, length 28",
            capture.Describe(),
            StringComparison.Ordinal);
    }

    [InteropTheory(Needs.Tcpdump)]
    [InlineData("0", "Flags [override]")]
    [InlineData("1", "Flags [router, override]")]
    public async Task A_neighbour_advertisement_says_whether_the_node_is_a_router_and_moves_the_neighbours_entry(
        string forwarding, string flags)
    {
        using StackHost node = new(_network.AddNode("node", "fd00::1/64"));
        TestNode peer = _network.AddNode("peer", "fd00::2/64");
        node.Node.WriteSetting("/proc/sys/net/ipv6/conf/eth0/forwarding", forwarding);
        peer.Ip("neighbour add fd00::100 lladdr 02:00:00:00:00:99 dev eth0 nud stale");
        using PacketCapture capture = await PacketCapture.StartAsync(peer, "icmp6 and ip6[40] == 136", Cancelled);

        node.Do(stack =>
        {
            stack.Announce(node.Link.Index, InetAddress.Parse("fd00::100"));
            stack.Flush();
        });

        string mac = MacAddress.FromUInt64(node.Link.HardwareAddress).ToString();
        await Eventually.TrueAsync(
            () => NeighboursOf(peer).Contains($"fd00::100 lladdr {mac}", StringComparison.Ordinal),
            TimeSpan.FromSeconds(5),
            () => NeighboursOf(peer),
            Cancelled);
        string seen = capture.Describe();
        Assert.Contains(
            "hlim 255, next-header ICMPv6 (58) payload length: 32) fd00::100 > ff02::1: [icmp6 sum ok] ICMP6, "
            + $"neighbor advertisement, length 32, tgt is fd00::100, {flags}",
            seen,
            StringComparison.Ordinal);
        Assert.Contains($"{mac} > 33:33:00:00:00:01", seen, StringComparison.Ordinal);
    }

    [InteropTheory]
    [InlineData("10.77.0.1", "10.77.0.2", "10.77.0.1", "10.77.0.3")]
    [InlineData("10.77.0.1", "10.77.0.2", "0.0.0.0", "10.77.0.3")]
    [InlineData("fd00::1", "fd00::2", "fd00::1", "fd00::3")]
    [InlineData("fd00::1", "fd00::2", "::", "fd00::3")]
    public void A_neighbour_that_is_there_answers_and_one_that_is_not_does_not(string own, string peer, string source, string absent)
    {
        using StackHost node = new(_network.AddNode("node", WithPrefix(own)));
        using StackHost other = new(_network.AddNode("other", WithPrefix(peer)));
        InetAddress target = InetAddress.Parse(peer);
        INeighbourProbe probe = Probe(node, target, source);
        Probe(node, InetAddress.Parse(absent), source);

        node.PollUntil(events => events.Neighbours.Count > 0, "an answer");
        Assert.All(node.Events.Neighbours, answer => Assert.Equal((node.Link.Index, target), (answer.Index, answer.Address)));

        // An answer to the question who has an address in general goes to all nodes; either way the MAC comes along.
        Assert.Contains(node.Events.Neighbours, answer => answer.HardwareAddress == other.Link.HardwareAddress);

        node.Do(_ => probe.Dispose());
        node.Events.Neighbours.Clear();
        other.Do(stack =>
        {
            stack.Announce(other.Link.Index, target);
            stack.Flush();
        });
        node.PollFor(TimeSpan.FromMilliseconds(50));
        Assert.Empty(node.Events.Neighbours);
    }

    [InteropTheory]
    [InlineData("10.77.0.1", "10.77.0.100")]
    [InlineData("fd00::1", "fd00::100")]
    public void An_announcement_by_somebody_else_is_heard_while_a_probe_is_open(string own, string contested)
    {
        using StackHost node = new(_network.AddNode("node", WithPrefix(own)));
        using StackHost other = new(_network.AddNode("other", contested.Contains(':', StringComparison.Ordinal) ? "fd00::2/64" : "10.77.0.2/24"));
        InetAddress target = InetAddress.Parse(contested);
        node.Do(stack => stack.OpenNeighbourProbe(node.Link.Index, target, InetAddress.Parse(own)));

        node.Do(stack =>
        {
            // Our own announcement is no news.
            stack.Announce(node.Link.Index, target);
            stack.Flush();
        });
        node.PollFor(TimeSpan.FromMilliseconds(50));
        Assert.Empty(node.Events.Neighbours);

        other.Do(stack =>
        {
            stack.Announce(other.Link.Index, target);
            stack.Flush();
        });
        node.PollUntil(events => events.Neighbours.Count > 0, "the announcement");
        Assert.Equal([(node.Link.Index, target, other.Link.HardwareAddress)], node.Events.Neighbours);
    }

    [InteropFact]
    public void The_default_gateway_of_an_interface_is_the_one_of_lowest_metric()
    {
        using StackHost node = new(_network.AddNode("node", "10.77.0.1/24", "fd00::1/64"));
        InetAddress Gateway(AddressFamily family) => node.Do(stack => stack.GetDefaultGateway(node.Link.Index, family));
        Assert.False(Gateway(AddressFamily.InterNetwork).HasValue);

        node.Node.Ip(
            "route add default via 10.77.0.9 dev eth0 metric 200",
            "route add default via 10.77.0.8 dev eth0 metric 100",
            "route add default via 10.77.0.7 dev eth0 table 99",
            "route add 10.0.0.0/8 via 10.77.0.6 dev eth0",
            "route add default via fd00::9 dev eth0");
        Assert.Equal(InetAddress.Parse("10.77.0.8"), Gateway(AddressFamily.InterNetwork));
        Assert.Equal(InetAddress.Parse("fd00::9"), Gateway(AddressFamily.InterNetworkV6));

        node.Node.Ip(
            "route del default metric 100",
            "route del default metric 200",
            "route add default nexthop via 10.77.0.5 dev eth0 nexthop via 10.77.0.4 dev eth0");
        Assert.Equal(InetAddress.Parse("10.77.0.5"), Gateway(AddressFamily.InterNetwork));
    }

    [InteropFact]
    public void What_cannot_be_probed_is_refused()
    {
        using StackHost node = new(_network.AddNode("node", "10.77.0.1/24"));
        int loopback = node.Do(stack => stack.TryGetLink("lo", out LinkState link) ? link.Index : 0);
        Assert.Contains("lo", Assert.Throws<NetworkException>(
            () => node.Do(stack => stack.OpenNeighbourProbe(loopback, InetAddress.Parse("10.77.0.2"), InetAddress.AnyIPv4))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => node.Do(stack => stack.OpenNeighbourProbe(node.Link.Index, InetAddress.Parse("224.0.0.18"), InetAddress.AnyIPv4)));
        Assert.Throws<ArgumentException>(
            () => node.Do(stack => stack.OpenNeighbourProbe(node.Link.Index, InetAddress.Parse("10.77.0.2"), InetAddress.AnyIPv6)));
    }

    private static INeighbourProbe Probe(StackHost host, InetAddress target, string source) => host.Do(stack =>
    {
        INeighbourProbe probe = stack.OpenNeighbourProbe(host.Link.Index, target, InetAddress.Parse(source));
        probe.Send();
        stack.Flush();
        return probe;
    });

    private static string NeighboursOf(TestNode node) =>
        node.Run("ip", "neighbour", "show").Output.Replace(" dev eth0", "", StringComparison.Ordinal);

    private static string WithPrefix(string address) => address + (IPAddress.Parse(address).AddressFamily == AddressFamily.InterNetworkV6 ? "/64" : "/24");
}
