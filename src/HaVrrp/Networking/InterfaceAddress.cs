using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking;

/// <summary>One address on one interface, as it is added, removed and reported.</summary>
/// <param name="LinkIndex">Interface index.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">0-32 for IPv4, 0-128 for IPv6.</param>
/// <param name="Scope">Address scope (<c>ip address ... scope</c>).</param>
/// <param name="Label">IPv4 label such as <c>eth0:1</c> (at most 15 characters), or null.</param>
public readonly record struct InterfaceAddress(
    int LinkIndex, InetAddress Address, byte PrefixLength, AddressScope Scope = AddressScope.Global, string? Label = null)
{
    /// <summary>Whether another address belongs to the subnet of this one.</summary>
    /// <param name="other">The other address, of any family.</param>
    public bool SubnetContains(InetAddress other) => Address.Family == other.Family && Address.GetNetwork(PrefixLength) == other.GetNetwork(PrefixLength);
}
