using System.Net;
using System.Net.Sockets;

namespace NginxHa.Vrrp.Options;

/// <summary>A policy rule that the master owns (keepalived <c>virtual_rules</c>).</summary>
public sealed record VirtualRule
{
    /// <summary>IPv4 or IPv6.</summary>
    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>Source selector, or null for any.</summary>
    public IPAddress? From { get; init; }

    /// <summary>Prefix length of <see cref="From"/>.</summary>
    public byte FromPrefixLength { get; init; }

    /// <summary>Destination selector, or null for any.</summary>
    public IPAddress? To { get; init; }

    /// <summary>Prefix length of <see cref="To"/>.</summary>
    public byte ToPrefixLength { get; init; }

    /// <summary>Routing table that the rule looks up.</summary>
    public required uint Table { get; init; }

    /// <summary>Preference (priority) of the rule; 0 lets the system choose.</summary>
    public uint Preference { get; init; }

    /// <summary>Input interface selector, or null.</summary>
    public string? InputInterface { get; init; }

    /// <summary>Firewall mark selector; 0 for none.</summary>
    public uint FirewallMark { get; init; }
}
