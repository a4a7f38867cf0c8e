using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <content>Routes and policy rules.</content>
internal sealed partial class LinuxNetworkStack
{
    public InetAddress GetDefaultGateway(int linkIndex, AddressFamily family)
    {
        List<(InetAddress Gateway, uint Metric)> gateways = _netlink.Dump<(InetAddress Gateway, uint Metric)>(
            (ref NetlinkWriter writer, uint sequence) => RouteMessages.WriteDump(ref writer, sequence, family),
            (ushort type, ReadOnlySpan<byte> payload, out (InetAddress Gateway, uint Metric) value) =>
            {
                value = default;
                return type == MessageType.NewRoute
                    && RouteMessages.TryParseDefaultGateway(payload, linkIndex, out value.Gateway, out value.Metric);
            },
            "list routes");
        return gateways.Count == 0 ? default : gateways.MinBy(gateway => gateway.Metric).Gateway;
    }

    public void AddRoute(VirtualRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        string operation = $"add {Describe(route)}";
        int output = ResolveOutput(route, operation);
        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        RouteMessages.WriteAdd(ref request, sequence, route, output);
        Execute(request, sequence, operation);
    }

    public void RemoveRoute(VirtualRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        int output = 0;
        if (route.Interface is not null)
        {
            if (!TryReadLink(route.Interface, out LinkRecord link))
            {
                // The route went with its interface.
                return;
            }

            output = link.Index;
        }

        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        RouteMessages.WriteDelete(ref request, sequence, route, output);
        Execute(request, sequence, $"remove {Describe(route)}", Errno.NoProcess, Errno.NoEntry, Errno.NoDevice);
    }

    public void AddRule(VirtualRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Preference == 0)
        {
            // The kernel tells same rules by their preference too, and would choose another one for each.
            RemoveRule(rule);
        }

        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        RuleMessages.WriteAdd(ref request, sequence, rule);
        Execute(request, sequence, $"add {Describe(rule)}", Errno.Exists);
    }

    public void RemoveRule(VirtualRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        RuleMessages.WriteDelete(ref request, sequence, rule);
        Execute(request, sequence, $"remove {Describe(rule)}", Errno.NoEntry, Errno.NoProcess);
    }

    private static string Describe(VirtualRoute route) => $"route {route.Destination}/{route.PrefixLength} of table {route.Table}";

    private static string Describe(VirtualRule rule) => rule.Preference == 0
        ? $"rule for table {rule.Table}"
        : $"rule {rule.Preference} for table {rule.Table}";

    private int ResolveOutput(VirtualRoute route, string operation)
    {
        if (route.Interface is null)
        {
            return 0;
        }

        return TryReadLink(route.Interface, out LinkRecord link)
            ? link.Index
            : throw LinuxError.Create(operation, Errno.NoDevice, null, $"there is no interface {route.Interface}");
    }
}
