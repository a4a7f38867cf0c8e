using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Routes and rules as <c>ip</c> sees them.</summary>
public sealed class RouteTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [InteropTheory]
    [InlineData("10.9.0.0", 16, "10.77.0.9", null, null, 0u, 254u, false, "10.9.0.0/16 via 10.77.0.9 dev eth0")]
    [InlineData("0.0.0.0", 0, "10.77.0.9", "eth0", "10.77.0.1", 50u, 254u, false, "default via 10.77.0.9 dev eth0 src 10.77.0.1 metric 50")]
    [InlineData("10.9.8.7", 32, null, "eth0", null, 0u, 1000u, false, "10.9.8.7 dev eth0 scope link")]
    [InlineData("10.9.0.0", 16, "192.0.2.1", "eth0", null, 0u, 254u, true, "10.9.0.0/16 via 192.0.2.1 dev eth0 onlink")]
    [InlineData("fd09::", 32, "fd00::9", null, null, 0u, 254u, false, "fd09::/32 via fd00::9 dev eth0 metric 1024 pref medium")]
    [InlineData("::", 0, "fd00::9", "eth0", "fd00::1", 50u, 254u, false, "default via fd00::9 dev eth0 src fd00::1 metric 50 pref medium")]
    [InlineData("fd09::", 64, null, "eth0", null, 7u, 99u, false, "fd09::/64 dev eth0 metric 7 pref medium")]
    public void A_route_comes_is_replaced_and_goes(
        string destination, byte prefix, string? gateway, string? device, string? source, uint metric, uint table, bool onLink, string shown)
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24", "fd00::1/64"));
        VirtualRoute route = new()
        {
            Destination = IPAddress.Parse(destination),
            PrefixLength = prefix,
            Gateway = gateway is null ? null : IPAddress.Parse(gateway),
            Interface = device,
            Source = source is null ? null : IPAddress.Parse(source),
            Metric = metric,
            Table = table,
            OnLink = onLink,
        };
        string family = destination.Contains(':', StringComparison.Ordinal) ? "-6" : "-4";
        string[] Shown() => [.. host.Node.Run("ip", family, "route", "show", "table", "all", "proto", "112").Lines
            .Select(line => line.Trim().Replace($" table {table}", "", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal))];

        host.Do(stack => stack.AddRoute(route));
        host.Do(stack => stack.AddRoute(route));
        Assert.Equal([shown], Shown());

        host.Do(stack => stack.RemoveRoute(route));
        Assert.Empty(Shown());
        host.Do(stack => stack.RemoveRoute(route));
        host.Do(stack => stack.RemoveRoute(route with { Interface = "eth7" }));
    }

    [InteropFact]
    public void A_route_of_an_administrator_is_not_removed_for_one_of_ours()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        host.Node.Ip("route add 10.9.0.0/16 via 10.77.0.9");
        host.Do(stack => stack.RemoveRoute(new VirtualRoute
        {
            Destination = IPAddress.Parse("10.9.0.0"),
            PrefixLength = 16,
            Gateway = IPAddress.Parse("10.77.0.9"),
        }));
        Assert.Contains("10.9.0.0/16", host.Node.Run("ip", "route", "show").Output, StringComparison.Ordinal);
    }

    [InteropFact]
    public void A_route_that_cannot_be_is_refused_with_the_reason_of_the_kernel()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        VirtualRoute route = new() { Destination = IPAddress.Parse("10.9.0.0"), PrefixLength = 16, Gateway = IPAddress.Parse("192.0.2.1") };
        string message = Assert.Throws<NetworkException>(() => host.Do(stack => stack.AddRoute(route))).Message;
        Assert.Contains("route 10.9.0.0/16", message, StringComparison.Ordinal);
        Assert.Contains("gateway", message, StringComparison.OrdinalIgnoreCase);
        message = Assert.Throws<NetworkException>(() => host.Do(stack => stack.AddRoute(route with { Interface = "eth7" }))).Message;
        Assert.Contains("eth7", message, StringComparison.Ordinal);
    }

    [InteropTheory]
    [InlineData("10.77.0.100", 32, null, 0, 99u, 100u, null, 0u, "100:from 10.77.0.100 lookup 99")]
    [InlineData(null, 0, "10.9.0.0", 16, 1000u, 101u, "eth0", 0u, "101:from all to 10.9.0.0/16 iif eth0 lookup 1000")]
    [InlineData(null, 0, null, 0, 99u, 102u, null, 7u, "102:from all fwmark 0x7 lookup 99")]
    [InlineData("fd00::100", 128, null, 0, 99u, 103u, null, 0u, "103:from fd00::100 lookup 99")]
    [InlineData("10.77.0.101", 32, null, 0, 99u, 0u, null, 0u, "32765:from 10.77.0.101 lookup 99")]
    public void A_rule_comes_once_and_goes(
        string? from, byte fromPrefix, string? to, byte toPrefix, uint table, uint preference, string? input, uint mark, string shown)
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24", "fd00::1/64"));
        VirtualRule rule = new()
        {
            Family = from?.Contains(':', StringComparison.Ordinal) == true ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
            From = from is null ? null : IPAddress.Parse(from),
            FromPrefixLength = fromPrefix,
            To = to is null ? null : IPAddress.Parse(to),
            ToPrefixLength = toPrefix,
            Table = table,
            Preference = preference,
            InputInterface = input,
            FirewallMark = mark,
        };
        string[] Shown() => [.. host.Node.Run("ip", rule.Family == AddressFamily.InterNetworkV6 ? "-6" : "-4", "rule", "show").Lines
            .Where(line => line.Contains($"lookup {table}", StringComparison.Ordinal))
            .Select(line => line.Replace("\t", "", StringComparison.Ordinal).Replace(" proto 112", "", StringComparison.Ordinal).Trim())];

        host.Do(stack => stack.AddRule(rule));
        host.Do(stack => stack.AddRule(rule));
        Assert.Equal([shown], Shown());
        host.Do(stack => stack.RemoveRule(rule));
        Assert.Empty(Shown());
        host.Do(stack => stack.RemoveRule(rule));
    }
}
