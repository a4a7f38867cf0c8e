using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>
/// What packets are dropped by: their destination. A link-local address means nothing without its interface; any other one is
/// the node's whatever interface a packet comes in by, so there the interface does not count (as in keepalived).
/// </summary>
/// <param name="Address">Destination of the packets.</param>
/// <param name="LinkIndex">Interface that they come in by, for link-local addresses; 0 for all.</param>
internal readonly record struct FilterElement(InetAddress Address, int LinkIndex)
{
    /// <summary>The element that an address is dropped by.</summary>
    public static FilterElement Of(in InterfaceAddress address) =>
        new(address.Address, HasLink(address.Address) ? address.LinkIndex : 0);

    /// <summary>The interface counts.</summary>
    public bool IsLinkLocal => LinkIndex != 0;

    private static bool HasLink(InetAddress address) => address.IsIPv6 && address.IsLinkLocal;
}
