using System.Globalization;
using System.Net.Sockets;

namespace NginxHa.Vrrp.Options;

/// <summary>A virtual MAC address for the instance (RFC 9568 section 7.3, keepalived <c>use_vmac</c>).</summary>
public sealed record VirtualMacOptions
{
    /// <summary>Name of the macvlan interface, at most 15 characters; null means <c>vrrp.VRID</c> (<c>vrrp6.VRID</c> for IPv6).</summary>
    public string? InterfaceName { get; init; }

    /// <summary>Send advertisements from the parent interface's MAC instead of the virtual one (<c>vmac_xmit_base</c>).</summary>
    public bool TransmitFromParent { get; init; }

    /// <summary>The name of the macvlan interface of a virtual router.</summary>
    /// <param name="family">Family of its advertisements.</param>
    /// <param name="virtualRouterId">Its id.</param>
    internal string NameFor(AddressFamily family, byte virtualRouterId) =>
        InterfaceName ?? string.Create(CultureInfo.InvariantCulture, $"vrrp{(family == AddressFamily.InterNetworkV6 ? "6" : "")}.{virtualRouterId}");
}
