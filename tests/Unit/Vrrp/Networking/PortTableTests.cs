using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

public sealed class PortTableTests
{
    private static readonly InetAddress Own = InetAddress.Parse("10.77.0.1");
    private static readonly InetAddress Peer = InetAddress.Parse("10.77.0.2");

    [Fact]
    public void A_group_counts_only_on_links_with_a_port_and_unicast_everywhere()
    {
        PortTable table = new();
        table.Add(2, Own);
        Assert.True(table.Wants(2, Peer, VrrpConstants.MulticastIPv4));
        Assert.False(table.Wants(3, Peer, VrrpConstants.MulticastIPv4));
        Assert.True(table.Wants(3, Peer, Own));
    }

    [Fact]
    public void Own_packets_are_no_news_on_the_link_that_they_were_sent_from()
    {
        PortTable table = new();
        table.Add(2, Own);
        table.Add(3, Peer);
        Assert.False(table.Wants(2, Own, VrrpConstants.MulticastIPv4));

        // Link-local addresses may be the same on another link, where they are somebody else's.
        Assert.True(table.Wants(3, Own, VrrpConstants.MulticastIPv4));
    }

    [Fact]
    public void A_link_counts_until_its_last_port_is_closed()
    {
        PortTable table = new();
        table.Add(2, Own);
        table.Add(2, Own);
        table.Remove(2, Own);
        Assert.True(table.Wants(2, Peer, VrrpConstants.MulticastIPv4));
        Assert.False(table.Wants(2, Own, VrrpConstants.MulticastIPv4));
        table.Remove(2, Own);
        Assert.False(table.Wants(2, Peer, VrrpConstants.MulticastIPv4));
        Assert.True(table.Wants(2, Own, Peer));
    }
}
