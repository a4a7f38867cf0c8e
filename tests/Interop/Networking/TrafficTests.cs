using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Addresses that packets are dropped for, as <c>nft list ruleset</c> and a neighbour see them.</summary>
public sealed class TrafficTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [InteropFact(Needs.Nftables)]
    public void The_table_is_what_it_is_documented_to_be_and_goes_with_its_last_element()
    {
        using StackHost host = Host();
        InterfaceAddress[] addresses =
            [host.Address("10.77.0.100", 24), host.Address("fd00::100", 64), host.Address("fe80::100", 64), host.Address("10.77.0.101", 24)];

        host.Do(stack => stack.DropTraffic(addresses));
        host.Do(stack => stack.DropTraffic(addresses));
        string[] rules = Rules(host);
        Assert.Equal(
            [
                "table ip nginxha {",
                "set addresses {",
                "type ipv4_addr",
                "elements = { 10.77.0.100, 10.77.0.101 }",
                "chain input {",
                "type filter hook input priority filter; policy accept;",
                "ip daddr @addresses counter packets 0 bytes 0 drop",
                "table ip6 nginxha {",
                "set addresses {",
                "type ipv6_addr",
                "elements = { fd00::100 }",
                "set link_local {",
                "type ipv6_addr . iface_index",
                "elements = { fe80::100 . \"eth0\" }",
                "chain input {",
                "type filter hook input priority filter; policy accept;",
                "icmpv6 type 135-136 accept",
                "ip6 daddr . iif @link_local counter packets 0 bytes 0 drop",
                "ip6 daddr @addresses counter packets 0 bytes 0 drop",
            ],
            rules);

        host.Do(stack => stack.AllowTraffic(addresses.AsSpan(0, 2)));
        Assert.Contains("elements = { 10.77.0.101 }", Rules(host));
        Assert.DoesNotContain("elements = { fd00::100 }", Rules(host));
        host.Do(stack => stack.AllowTraffic(addresses));
        Assert.Empty(Rules(host));
    }

    [InteropFact(Needs.Nftables)]
    public void What_a_killed_run_left_is_replaced_but_for_addresses_that_are_still_there()
    {
        using StackHost host = Host();
        InterfaceAddress kept = host.Address("10.77.0.101", 32);
        using (StackHost killed = new(host.Node))
        {
            killed.Do(stack => stack.DropTraffic([host.Address("10.77.0.100", 32), kept]));
        }

        host.Node.Run("nft", "add", "rule", "ip", "nginxha", "input", "drop");
        host.Node.Ip("address add 10.77.0.101/32 dev eth0");
        host.Do(stack => stack.DropTraffic([host.Address("10.77.0.102", 32)]));
        Assert.Contains("elements = { 10.77.0.101, 10.77.0.102 }", Rules(host));
        Assert.DoesNotContain("drop", Rules(host));

        host.Do(stack => stack.AllowTraffic([kept, host.Address("10.77.0.102", 32)]));
        Assert.Empty(Rules(host));
    }

    [InteropFact(Needs.Nftables)]
    public void A_new_run_lets_through_what_a_killed_one_dropped()
    {
        using StackHost host = Host();
        using (StackHost killed = new(host.Node))
        {
            killed.Do(stack => stack.DropTraffic([host.Address("10.77.0.100", 32), host.Address("fe80::100", 64)]));
        }

        host.Do(stack => stack.AllowTraffic([host.Address("10.77.0.100", 32), host.Address("fe80::100", 64), host.Address("10.77.0.7", 32)]));
        Assert.Empty(Rules(host));
        host.Do(stack => stack.AllowTraffic([host.Address("10.77.0.100", 32)]));
    }

    [InteropFact(Needs.Nftables)]
    public void Rules_that_somebody_flushed_come_back_with_the_next_address_and_those_of_others_stay()
    {
        using StackHost host = Host();
        host.Node.Run("nft", "add", "table", "ip", "mine");
        host.Do(stack => stack.DropTraffic([host.Address("10.77.0.100", 32)]));
        host.Node.Run("nft", "delete", "table", "ip", "nginxha");
        host.Do(stack => stack.DropTraffic([host.Address("10.77.0.101", 32)]));
        Assert.Contains("elements = { 10.77.0.100, 10.77.0.101 }", Rules(host));

        host.Node.Run("nft", "delete", "table", "ip", "nginxha");
        host.Do(stack => stack.AllowTraffic([host.Address("10.77.0.100", 32), host.Address("10.77.0.101", 32)]));
        Assert.Equal(["table ip mine {"], Rules(host));
    }

    [InteropFact(Needs.Nftables)]
    public void One_address_of_two_interfaces_is_dropped_until_both_let_it_through()
    {
        using StackHost host = Host();
        InterfaceAddress here = host.Address("10.77.0.100", 32);
        InterfaceAddress there = here with { LinkIndex = 1 };
        host.Do(stack => stack.DropTraffic([here, there]));
        host.Do(stack => stack.AllowTraffic([here]));
        Assert.Contains("elements = { 10.77.0.100 }", Rules(host));
        host.Do(stack => stack.AllowTraffic([there]));
        Assert.Empty(Rules(host));
    }

    [InteropFact(Needs.Nftables)]
    public void Thousands_are_dropped_in_one_call_and_asking_changes_nothing()
    {
        using StackHost host = Host();
        host.Do(stack => stack.DropTraffic([]));
        Assert.Empty(Rules(host));

        InterfaceAddress[] addresses = [.. Enumerable.Range(0, 2500).Select(i => host.Address($"fd00::{i + 1:x}", 128))];
        host.Do(stack => stack.DropTraffic(addresses));
        Assert.Equal(2500, Rules(host).Sum(line => line.Split("fd00::").Length - 1));
        host.Do(stack => stack.AllowTraffic(addresses.AsSpan(1)));
        Assert.Contains("elements = { fd00::1 }", Rules(host));
    }

    private static string[] Rules(StackHost host) =>
        [.. host.Node.Run("nft", "list", "ruleset").Lines.Select(line => line.Trim()).Where(line => line.Length > 1)];

    private StackHost Host() => new(_network.AddNode("node", "10.77.0.1/24", "fd00:1::1/64"));
}
