using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>The Ethernet address of a virtual router (RFC 9568 section 7.3).</summary>
public static class VirtualMac
{
    private const ulong IPv4Prefix = 0x0000_5E00_0100;
    private const ulong IPv6Prefix = 0x0000_5E00_0200;

    /// <summary>00-00-5E-00-01-{VRID} for IPv4, 00-00-5E-00-02-{VRID} for IPv6.</summary>
    /// <param name="family">InterNetwork or InterNetworkV6.</param>
    /// <param name="virtualRouterId">1 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another family, or id 0.</exception>
    public static MacAddress Create(AddressFamily family, byte virtualRouterId)
    {
        ArgumentOutOfRangeException.ThrowIfZero(virtualRouterId);
        ulong prefix = family switch
        {
            AddressFamily.InterNetwork => IPv4Prefix,
            AddressFamily.InterNetworkV6 => IPv6Prefix,
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "The address family must be InterNetwork or InterNetworkV6."),
        };
        return MacAddress.FromUInt64(prefix | virtualRouterId);
    }
}
