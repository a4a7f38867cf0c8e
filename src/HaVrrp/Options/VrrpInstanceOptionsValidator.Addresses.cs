using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Options;

public static partial class VrrpInstanceOptionsValidator
{
    private const string HostAddress = "An address of one host is: not multicast, broadcast, loopback or unspecified.";

    private static void Addresses(VrrpInstanceOptions options, AddressFamily family, OptionProblemList problems)
    {
        const string Field = nameof(VrrpInstanceOptions.VirtualAddresses);
        int advertised = 0;
        for (int i = 0; i < options.VirtualAddresses.Count; i++)
        {
            VirtualAddress address = options.VirtualAddresses[i];
            advertised += address.IsExcluded ? 0 : 1;
            VirtualAddressItem(address, At(Field, i), family, problems);
        }

        if (advertised is 0 or > VrrpConstants.MaximumAddressCount)
        {
            problems.Add(Field, $"{advertised} advertised", $"1 to {VrrpConstants.MaximumAddressCount} addresses that are not excluded are.");
        }

        problems.Unique(Field, options.VirtualAddresses, static a => a.Address.ToString(), "Each address once is.");
    }

    private static void VirtualAddressItem(VirtualAddress address, string field, AddressFamily family, OptionProblemList problems)
    {
        if (!IsHostAddress(address.Address))
        {
            problems.Add(field, address.Address, HostAddress);
            return;
        }

        bool isIPv4 = address.Address.AddressFamily == AddressFamily.InterNetwork;
        if (address.PrefixLength > (isIPv4 ? 32 : 128))
        {
            problems.Add($"{field}.{nameof(address.PrefixLength)}", address.PrefixLength, $"0 to {(isIPv4 ? 32 : 128)} is.");
        }

        if (!address.IsExcluded && address.Address.AddressFamily != family)
        {
            problems.Add(field, address.Address, "An instance advertises one address family; addresses of the other one have to be excluded, or to be in an instance of their own.");
        }

        if (address.Interface is { } link)
        {
            problems.Interface($"{field}.{nameof(address.Interface)}", link);
        }

        if (address.Label is { } label
            && (!isIPv4 || label.Length is 0 or > InterfaceName.LongestOnLinux || label.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            problems.Add($"{field}.{nameof(address.Label)}", label, $"A label of 1 to {InterfaceName.LongestOnLinux} characters without blanks is, on IPv4 addresses only.");
        }

        problems.Defined($"{field}.{nameof(address.Scope)}", address.Scope);
    }

    private static void Unicast(VrrpInstanceOptions options, AddressFamily family, OptionProblemList problems)
    {
        const string Field = nameof(VrrpInstanceOptions.UnicastPeers);
        if (options.SourceAddress is { } source)
        {
            HostOfFamily(nameof(options.SourceAddress), source, family, problems);
        }
        else if (options.TrackSourceAddress)
        {
            problems.Add(nameof(options.TrackSourceAddress), true, $"A {nameof(options.SourceAddress)} to track is needed.");
        }

        for (int i = 0; i < options.UnicastPeers.Count; i++)
        {
            UnicastPeer peer = options.UnicastPeers[i];
            HostOfFamily(At(Field, i), peer.Address, family, problems);
            if (options.SourceAddress is { } own && peer.Address.Equals(own))
            {
                problems.Add(At(Field, i), peer.Address, "The other nodes are peers, not this one's own source address.");
            }

            if (peer.MinimumTimeToLive > peer.MaximumTimeToLive)
            {
                problems.Add($"{At(Field, i)}.{nameof(peer.MinimumTimeToLive)}", peer.MinimumTimeToLive, $"At most {nameof(peer.MaximumTimeToLive)} ({peer.MaximumTimeToLive}) is.");
            }
        }

        problems.Unique(Field, options.UnicastPeers, static p => p.Address.ToString(), "Each peer once is.");
        problems.Range(nameof(options.UnicastTimeToLive), options.UnicastTimeToLive, 1, 255);
    }

    private static void HostOfFamily(string field, IPAddress address, AddressFamily family, OptionProblemList problems)
    {
        if (!IsHostAddress(address))
        {
            problems.Add(field, address, HostAddress);
        }
        else if (address.AddressFamily != family)
        {
            problems.Add(field, address, $"An {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address is, as the instance's advertisements are.");
        }
    }

    private static void Routes(IReadOnlyList<VirtualRoute> routes, OptionProblemList problems)
    {
        for (int i = 0; i < routes.Count; i++)
        {
            VirtualRoute route = routes[i];
            string field = At(nameof(VrrpInstanceOptions.VirtualRoutes), i);
            AddressFamily family = route.Destination.AddressFamily;
            Prefix($"{field}.{nameof(route.Destination)}", route.Destination, route.PrefixLength, problems);
            SameFamily($"{field}.{nameof(route.Gateway)}", route.Gateway, family, problems);
            SameFamily($"{field}.{nameof(route.Source)}", route.Source, family, problems);
            if (route.Interface is { } link)
            {
                problems.Interface($"{field}.{nameof(route.Interface)}", link);
            }
            else if (route.Gateway is null)
            {
                problems.Add(field, route.Destination, "A route needs a gateway, an interface, or both.");
            }

            if (route.OnLink && (route.Gateway is null || route.Interface is null))
            {
                problems.Add($"{field}.{nameof(route.OnLink)}", true, "It needs a gateway and an interface.");
            }

            if (route.Table == 0)
            {
                problems.Add($"{field}.{nameof(route.Table)}", route.Table, "A table from 1 to 4294967295 is; 254 is main.");
            }
        }
    }

    private static void Rules(IReadOnlyList<VirtualRule> rules, OptionProblemList problems)
    {
        for (int i = 0; i < rules.Count; i++)
        {
            VirtualRule rule = rules[i];
            string field = At(nameof(VrrpInstanceOptions.VirtualRules), i);
            if (rule.Family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            {
                problems.Add($"{field}.{nameof(rule.Family)}", rule.Family, "InterNetwork (IPv4) or InterNetworkV6 (IPv6) is.");
            }

            Selector($"{field}.{nameof(rule.From)}", rule.From, rule.FromPrefixLength, rule.Family, problems);
            Selector($"{field}.{nameof(rule.To)}", rule.To, rule.ToPrefixLength, rule.Family, problems);
            if (rule.InputInterface is { } link)
            {
                problems.Interface($"{field}.{nameof(rule.InputInterface)}", link);
            }

            if (rule.Table == 0)
            {
                problems.Add($"{field}.{nameof(rule.Table)}", rule.Table, "A table from 1 to 4294967295 is; 254 is main.");
            }
        }
    }

    private static void Selector(string field, IPAddress? address, byte prefixLength, AddressFamily family, OptionProblemList problems)
    {
        if (address is null)
        {
            return;
        }

        SameFamily(field, address, family, problems);
        Prefix(field, address, prefixLength, problems);
    }

    private static void SameFamily(string field, IPAddress? address, AddressFamily family, OptionProblemList problems)
    {
        if (address is not null && address.AddressFamily != family)
        {
            problems.Add(field, address, $"An address of the family {family} is, as the rest of the entry.");
        }
    }

    private static void Prefix(string field, IPAddress network, byte prefixLength, OptionProblemList problems)
    {
        int longest = network.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (prefixLength > longest)
        {
            problems.Add(field, $"{network}/{prefixLength}", $"A prefix length from 0 to {longest} is.");
        }
        else if (!InetAddress.FromIPAddress(network).GetNetwork(prefixLength).ToIPAddress().Equals(new IPAddress(network.GetAddressBytes())))
        {
            problems.Add(field, $"{network}/{prefixLength}", $"The network's first address is: {InetAddress.FromIPAddress(network).GetNetwork(prefixLength)}/{prefixLength}.");
        }
    }
}
