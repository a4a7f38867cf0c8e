using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Addresses that the stack moves, as <c>ip</c> sees them.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [InteropFact]
    public void An_address_comes_with_prefix_scope_and_label_and_goes_again()
    {
        using StackHost host = Host("10.78.0.1/24");
        InterfaceAddress address = host.Address("10.77.0.100", 24, "eth0:1") with { Scope = AddressScope.Link };

        host.Do(stack => stack.AddAddress(address));
        string line = Assert.Single(host.Node.AddressLines("10.77.0.100"));
        Assert.Contains("10.77.0.100/24", line, StringComparison.Ordinal);
        Assert.Contains("scope link", line, StringComparison.Ordinal);
        Assert.Contains("eth0:1", line, StringComparison.Ordinal);
        Assert.Contains(host.Do(stack => stack.GetAddresses()), known => known == address);

        host.Do(stack => stack.RemoveAddress(address));
        Assert.False(host.Node.Owns("10.77.0.100"));
    }

    [InteropFact]
    public void What_is_there_may_be_added_and_what_is_not_may_be_removed()
    {
        using StackHost host = Host("10.77.0.1/24", "fd00::1/64");
        foreach (InterfaceAddress address in new[] { host.Address("10.77.0.100", 32), host.Address("fd00::100", 128) })
        {
            host.Do(stack => stack.AddAddress(address));
            host.Do(stack => stack.AddAddress(address));
            Assert.True(host.Node.Owns(address.Address.ToString()));
            host.Do(stack => stack.RemoveAddress(address));
            host.Do(stack => stack.RemoveAddress(address));
            Assert.False(host.Node.Owns(address.Address.ToString()));
            host.Do(stack => stack.RemoveAddress(address with { LinkIndex = 4711 }));
        }
    }

    [InteropFact]
    public void An_IPv6_address_is_usable_at_once_and_a_host_address_is_no_source_of_connections()
    {
        using StackHost host = Host("fd00::1/64");
        host.Node.WriteSetting("/proc/sys/net/ipv6/conf/eth0/accept_dad", "1");

        host.Do(stack => stack.AddAddresses([host.Address("fd00::100", 128), host.Address("fd00::101", 64)]));

        string single = Assert.Single(host.Node.AddressLines("fd00::100"));
        Assert.Contains("nodad", single, StringComparison.Ordinal);
        Assert.Contains("deprecated", single, StringComparison.Ordinal);
        Assert.DoesNotContain("tentative", single, StringComparison.Ordinal);
        string network = Assert.Single(host.Node.AddressLines("fd00::101"));
        Assert.DoesNotContain("deprecated", network, StringComparison.Ordinal);
    }

    [InteropFact]
    public void Removing_the_first_address_of_a_subnet_leaves_the_others_and_settings_are_restored()
    {
        const string Setting = "/proc/sys/net/ipv4/conf/eth0/promote_secondaries";
        using StackHost host = Host();
        host.Node.WriteSetting("/proc/sys/net/ipv4/conf/all/promote_secondaries", "0");
        host.Node.WriteSetting(Setting, "0");
        InterfaceAddress first = host.Address("10.77.0.100", 24);
        InterfaceAddress second = host.Address("10.77.0.101", 24);

        host.Do(stack => stack.AddAddresses([first, second]));
        Assert.Equal("1", host.Node.ReadSetting(Setting));
        host.Do(stack => stack.RemoveAddress(first));
        Assert.False(host.Node.Owns("10.77.0.100"));
        Assert.True(host.Node.Owns("10.77.0.101"));

        host.Do(stack => stack.RemoveAddress(second));
        Assert.False(host.Node.Owns("10.77.0.101"));
        Assert.Equal("0", host.Node.ReadSetting(Setting));
    }

    [InteropFact]
    public void Three_hundred_addresses_move_in_one_call_each_way()
    {
        using StackHost host = Host("10.77.0.1/16", "fd00::1/64");
        InterfaceAddress[] addresses = [
            .. Enumerable.Range(0, 200).Select(i => host.Address($"10.77.1.{i}", 32, "eth0:v")),
            .. Enumerable.Range(0, 100).Select(i => host.Address($"fd00::1:{i:x}", 128)),
        ];

        host.Do(stack => stack.AddAddresses(addresses));
        Assert.Equal(addresses.Length, CountOf(host, addresses));
        host.PollUntil(events => events.Addresses.Count(change => change.IsPresent) >= addresses.Length, "300 additions");

        host.Do(stack => stack.RemoveAddresses(addresses));
        Assert.Equal(0, CountOf(host, addresses));
        host.PollUntil(events => events.Addresses.Count(change => !change.IsPresent) >= addresses.Length, "300 removals");
    }

    [InteropFact]
    public void A_refused_address_does_not_keep_back_the_others_and_says_why()
    {
        using StackHost host = Host("10.77.0.1/24");
        InterfaceAddress wrong = host.Address("10.77.0.100", 24) with { Scope = AddressScope.Host };
        InterfaceAddress missing = host.Address("10.77.0.101", 32) with { LinkIndex = 4711 };
        InterfaceAddress right = host.Address("10.77.0.102", 32);

        NetworkException failure = Assert.Throws<NetworkException>(
            () => host.Do(stack => stack.AddAddresses([missing, wrong, right])));

        Assert.Contains("10.77.0.101/32", failure.Message, StringComparison.Ordinal);
        Assert.Contains("interface 4711", failure.Message, StringComparison.Ordinal);
        Assert.Contains("scope", Assert.Throws<NetworkException>(() => host.Do(stack => stack.AddAddresses([right, wrong]))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(host.Node.Owns("10.77.0.102"));
        Assert.False(host.Node.Owns("10.77.0.100"));
    }

    [InteropFact]
    public void The_primary_address_is_neither_virtual_nor_tentative()
    {
        using StackHost host = Host("fd00::1/64");
        InetAddress Primary(AddressFamily family) => host.Do(stack => stack.GetPrimaryAddress(host.Link.Index, family));
        Assert.Equal(InetAddress.AnyIPv4, Primary(AddressFamily.InterNetwork));

        host.Do(stack => stack.AddAddress(host.Address("10.77.0.100", 24)));
        Assert.Equal(InetAddress.AnyIPv4, Primary(AddressFamily.InterNetwork));
        host.Node.Ip("address add 10.77.0.9/24 dev eth0", "address add 10.77.0.1/24 dev lo");
        Assert.Equal(InetAddress.Parse("10.77.0.9"), Primary(AddressFamily.InterNetwork));

        Assert.True(Primary(AddressFamily.InterNetworkV6).IsLinkLocal);
        host.Do(stack => stack.AddAddress(host.Address("fe80::100", 128)));
        Assert.NotEqual(InetAddress.Parse("fe80::100"), Primary(AddressFamily.InterNetworkV6));

        host.Node.Ip("address flush dev eth0 scope link");
        host.Node.WriteSetting("/proc/sys/net/ipv6/conf/all/accept_dad", "1");
        host.Node.WriteSetting("/proc/sys/net/ipv6/conf/eth0/accept_dad", "1");
        host.Node.WriteSetting("/proc/sys/net/ipv6/conf/eth0/dad_transmits", "30");
        host.Node.Ip("address add fe80::9/64 dev eth0");
        Assert.Equal(InetAddress.AnyIPv6, Primary(AddressFamily.InterNetworkV6));
    }

    [InteropFact]
    public void Changes_that_come_faster_than_they_are_read_end_in_the_true_picture()
    {
        using StackHost host = Host("10.77.0.1/24");
        host.Do(_ =>
        {
            // Enough to overflow the subscription: the last ones are lost and must be found by comparison.
            InterfaceAddress[] batch = [.. Enumerable.Range(0, 250).Select(i => host.Address($"10.77.2.{i}", 32))];
            for (int round = 0; round < 60; round++)
            {
                host.Stack.AddAddresses(batch);
                host.Stack.RemoveAddresses(batch);
            }

            host.Stack.AddAddresses(batch);
            host.Stack.RemoveAddress(batch[7]);
        });

        host.PollFor(TimeSpan.FromMilliseconds(300));
        HashSet<InetAddress> present = [];
        foreach ((InterfaceAddress address, bool isPresent) in host.Events.Addresses)
        {
            _ = isPresent ? present.Add(address.Address) : present.Remove(address.Address);
        }

        Assert.Equal(249, present.Count);
        Assert.DoesNotContain(InetAddress.Parse("10.77.2.7"), present);
    }

    private static int CountOf(StackHost host, InterfaceAddress[] addresses) => host.Do(stack => stack.GetAddresses()
        .Select(address => address.Address)
        .Intersect(addresses.Select(address => address.Address))
        .Count());

    private StackHost Host(params string[] addresses) => new(_network.AddNode("node", addresses));
}
