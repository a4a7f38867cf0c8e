using System.Net.Sockets;
using NginxHa.Cmdlets.Notation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

public sealed class NotationTests
{
    [Theory]
    [InlineData("192.0.2.10", "192.0.2.10/32", null, null, AddressScope.Global)]
    [InlineData("192.0.2.10/24", "192.0.2.10/24", null, null, AddressScope.Global)]
    [InlineData("192.0.2.10/255.255.255.0", "192.0.2.10/24", null, null, AddressScope.Global)]
    [InlineData(" 192.0.2.10/24  dev eth1\tlabel eth1:1 scope link ", "192.0.2.10/24", "eth1", "eth1:1", AddressScope.Link)]
    [InlineData("192.0.2.10/24 scope 254", "192.0.2.10/24", null, null, AddressScope.Host)]
    [InlineData("2001:db8::10", "2001:db8::10/128", null, null, AddressScope.Global)]
    [InlineData("2001:db8::10/64 -nodad", "2001:db8::10/64", null, null, AddressScope.Global)]
    public void Virtual_addresses_are_read_as_keepalived_writes_them(
        string text, string address, string? link, string? label, AddressScope scope)
    {
        VirtualAddress read = VirtualAddressNotation.Parse(text);
        Assert.Equal((address, link, label, scope), (read.ToString(), read.Interface, read.Label, read.Scope));
        Assert.False(read.IsExcluded);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("nonsense", "the address is 'nonsense'")]
    [InlineData("010.0.0.1", "the address is '010.0.0.1'")]
    [InlineData("192.0.2.10/33", "the prefix length of the address is '33'; allowed is 0 to 32")]
    [InlineData("192.0.2.10/255.0.255.0", "the prefix length of the address is '255.0.255.0'")]
    [InlineData("192.0.2.10 dev", "'dev' needs a value")]
    [InlineData("192.0.2.10 scope wide", "scope is 'wide'; allowed are global, site, link and host")]
    [InlineData("192.0.2.10 brd 192.0.2.255", "'brd' is not wanted: virtual addresses have no broadcast address of their own")]
    [InlineData("192.0.2.10 peer 192.0.2.1", "'peer' is an attribute that only keepalived's addresses have; allowed are dev INTERFACE")]
    [InlineData("192.0.2.10 mtu 9", "'mtu' is not understood; allowed are dev INTERFACE")]
    public void A_virtual_address_that_cannot_be_read_says_which_word(string text, string reason)
    {
        FormatException error = Assert.Throws<FormatException>(() => VirtualAddressNotation.Parse(text));
        Assert.StartsWith($"The virtual IP '{text}' cannot be read: {reason}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default via 192.0.2.1", "0.0.0.0", 0, "192.0.2.1", null, null, 0u, 254u, false)]
    [InlineData("default via 2001:db8::1 dev eth0", "::", 0, "2001:db8::1", "eth0", null, 0u, 254u, false)]
    [InlineData("198.51.100.0/24 via 192.0.2.1 dev eth0 src 192.0.2.10 metric 50 table 100 onlink", "198.51.100.0", 24, "192.0.2.1", "eth0", "192.0.2.10", 50u, 100u, true)]
    [InlineData("src 192.0.2.10 to 198.51.100.0/24 gw 192.0.2.1", "198.51.100.0", 24, "192.0.2.1", null, "192.0.2.10", 0u, 254u, false)]
    [InlineData("unicast 198.51.100.7 dev eth0 table local", "198.51.100.7", 32, null, "eth0", null, 0u, 255u, false)]
    public void Routes_are_read_as_ip_route_writes_them(
        string text, string destination, byte length, string? gateway, string? link, string? source, uint metric, uint table, bool onLink)
    {
        VirtualRoute read = VirtualRouteNotation.Parse(text);
        Assert.Equal((destination, length, gateway, link), (read.Destination.ToString(), read.PrefixLength, read.Gateway?.ToString(), read.Interface));
        Assert.Equal((source, metric, table, onLink), (read.Source?.ToString(), read.Metric, read.Table, read.OnLink));
    }

    [Theory]
    [InlineData("from 192.0.2.0/24 table 100", AddressFamily.InterNetwork, "192.0.2.0", 24, null, 0, 100u, 0u, null, 0u)]
    [InlineData("from all to 198.51.100.7 iif eth0 fwmark 0x10 priority 90 lookup main", AddressFamily.InterNetwork, null, 0, "198.51.100.7", 32, 254u, 90u, "eth0", 16u)]
    [InlineData("from 2001:db8::/32 table 7", AddressFamily.InterNetworkV6, "2001:db8::", 32, null, 0, 7u, 0u, null, 0u)]
    [InlineData("inet6 table 7", AddressFamily.InterNetworkV6, null, 0, null, 0, 7u, 0u, null, 0u)]
    public void Rules_are_read_as_ip_rule_writes_them(
        string text, AddressFamily family, string? from, byte fromLength, string? to, byte toLength, uint table, uint preference, string? link, uint mark)
    {
        VirtualRule read = VirtualRuleNotation.Parse(text);
        Assert.Equal((family, from, fromLength), (read.Family, read.From?.ToString(), read.FromPrefixLength));
        Assert.Equal((to, toLength, table), (read.To?.ToString(), read.ToPrefixLength, read.Table));
        Assert.Equal((preference, link, mark), (read.Preference, read.InputInterface, read.FirewallMark));
    }

    [Fact]
    public void A_rule_without_a_table_a_bad_number_and_an_unknown_word_are_refused()
    {
        Assert.Contains("it names no table", Assert.Throws<FormatException>(() => VirtualRuleNotation.Parse("from 192.0.2.0/24")).Message, StringComparison.Ordinal);
        Assert.Contains("table is '0'", Assert.Throws<FormatException>(() => VirtualRuleNotation.Parse("table 0")).Message, StringComparison.Ordinal);
        Assert.Contains("metric is '-1'", Assert.Throws<FormatException>(() => VirtualRouteNotation.Parse("default via 192.0.2.1 metric -1")).Message, StringComparison.Ordinal);
        Assert.Contains("'mtu' is not understood", Assert.Throws<FormatException>(() => VirtualRouteNotation.Parse("default via 192.0.2.1 mtu 9000")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Peers_may_have_limits_of_their_hop_count()
    {
        UnicastPeer plain = UnicastPeerNotation.Parse("192.0.2.2");
        Assert.Equal(("192.0.2.2", 0, 255), (plain.Address.ToString(), (int)plain.MinimumTimeToLive, (int)plain.MaximumTimeToLive));
        UnicastPeer strict = UnicastPeerNotation.Parse("2001:db8::2 min_ttl 64 max_ttl 254");
        Assert.Equal((64, 254), ((int)strict.MinimumTimeToLive, (int)strict.MaximumTimeToLive));
        Assert.Contains("min_ttl is '300'", Assert.Throws<FormatException>(() => UnicastPeerNotation.Parse("192.0.2.2 min_ttl 300")).Message, StringComparison.Ordinal);
    }
}
