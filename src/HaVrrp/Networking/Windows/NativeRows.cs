using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>Fills the rows that IP Helper works with. The rows come initialized; only what matters is set.</summary>
internal static class NativeRows
{
    /// <summary>
    /// An address that lives until it is removed or the machine restarts, without duplicate address detection (the election
    /// decides who has it), and never chosen as the source of this machine's own connections.
    /// </summary>
    public static void Fill(ref MibUnicastIpAddressRow row, in InterfaceAddress address)
    {
        row.Address = SocketAddresses.ToNative(address.Address);
        row.InterfaceIndex = (uint)address.LinkIndex;
        row.ValidLifetime = MibUnicastIpAddressRow.Infinite;
        row.PreferredLifetime = MibUnicastIpAddressRow.Infinite;
        row.OnLinkPrefixLength = address.PrefixLength;
        row.SkipAsSource = 1;
        row.DadState = MibUnicastIpAddressRow.Preferred;
    }

    /// <summary>A static route.</summary>
    /// <param name="row">The row.</param>
    /// <param name="route">The route.</param>
    /// <param name="linkIndex">Interface that the route leaves by.</param>
    public static void Fill(ref MibIpForwardRow2 row, VirtualRoute route, int linkIndex)
    {
        var destination = InetAddress.FromIPAddress(route.Destination);
        InetAddress onLink = destination.IsIPv6 ? InetAddress.AnyIPv6 : InetAddress.AnyIPv4;
        row.InterfaceIndex = (uint)linkIndex;
        row.DestinationPrefix.Prefix = SocketAddresses.ToNative(destination);
        row.DestinationPrefix.PrefixLength = route.PrefixLength;
        row.NextHop = SocketAddresses.ToNative(route.Gateway is null ? onLink : InetAddress.FromIPAddress(route.Gateway));
        row.ValidLifetime = MibIpForwardRow2.Infinite;
        row.PreferredLifetime = MibIpForwardRow2.Infinite;
        row.Metric = route.Metric;
        row.Protocol = MibIpForwardRow2.NetworkManagement;
    }

    /// <summary>A neighbour to ask for.</summary>
    public static void Fill(ref MibIpNetRow2 row, int linkIndex, InetAddress target)
    {
        row.Address = SocketAddresses.ToNative(target);
        row.InterfaceIndex = (uint)linkIndex;
    }
}
