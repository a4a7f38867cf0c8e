using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <content>Routes.</content>
internal sealed partial class WindowsNetworkStack
{
    private const uint MainTable = 254;

    public unsafe void AddRoute(VirtualRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        string operation = $"add the route to {route.Destination}/{route.PrefixLength}";
        MibIpForwardRow2 row = CreateRow(route, operation);
        int error = IpHelper.CreateIpForwardEntry(&row);
        if (error == ErrorCode.ObjectAlreadyExists)
        {
            error = IpHelper.SetIpForwardEntry(&row);
        }

        if (error != ErrorCode.Success)
        {
            throw WindowsError.Create(operation, error);
        }
    }

    public unsafe void RemoveRoute(VirtualRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        string operation = $"remove the route to {route.Destination}/{route.PrefixLength}";
        if (route.Interface is not null && !TryGetLink(route.Interface, out _))
        {
            return;
        }

        MibIpForwardRow2 row = CreateRow(route, operation);
        int error = IpHelper.DeleteIpForwardEntry(&row);
        if (error is not (ErrorCode.Success or ErrorCode.NotFound or ErrorCode.FileNotFound))
        {
            throw WindowsError.Create(operation, error);
        }
    }

    public void AddRule(VirtualRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        throw WindowsError.NotSupported($"add the rule for table {rule.Table}", "Windows has no policy rules");
    }

    public void RemoveRule(VirtualRule rule)
    {
        // There is none.
    }

    private unsafe MibIpForwardRow2 CreateRow(VirtualRoute route, string operation)
    {
        if (route.Table != MainTable)
        {
            throw WindowsError.NotSupported(operation, $"Windows has no routing table {route.Table}, only the main one ({MainTable})");
        }

        if (route.Source is not null)
        {
            throw WindowsError.NotSupported(operation, "a route of Windows has no source address");
        }

        MibIpForwardRow2 row = default;
        IpHelper.InitializeIpForwardEntry(&row);
        NativeRows.Fill(ref row, route, FindRouteLink(route, operation));
        return row;
    }

    private unsafe int FindRouteLink(VirtualRoute route, string operation)
    {
        if (route.Interface is not null)
        {
            return TryGetLink(route.Interface, out LinkState link)
                ? link.Index
                : throw WindowsError.NotSupported(operation, $"there is no network interface '{route.Interface}'");
        }

        SockAddrInet towards = SocketAddresses.ToNative(InetAddress.FromIPAddress(route.Gateway ?? route.Destination));
        uint index = 0;
        int error = IpHelper.GetBestInterface(&towards, &index);
        return error == ErrorCode.Success ? (int)index : throw WindowsError.Create(operation, error);
    }
}
