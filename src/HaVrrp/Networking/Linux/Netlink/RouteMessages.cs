using System.Net.Sockets;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Messages about routes.</summary>
internal static class RouteMessages
{
    /// <summary>Asks for the routes of a family.</summary>
    public static void WriteDump(ref NetlinkWriter writer, uint sequence, AddressFamily family)
    {
        writer.Begin(MessageType.GetRoute, MessageFlag.Request | MessageFlag.Dump, sequence);
        writer.Append(new RtMsg { Family = FamilyOf(family) });
        writer.End();
    }

    /// <summary>Adds or replaces a route.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="route">The route.</param>
    /// <param name="outputIndex">Index of the route's interface, or 0.</param>
    public static void WriteAdd(ref NetlinkWriter writer, uint sequence, VirtualRoute route, int outputIndex)
    {
        writer.Begin(
            MessageType.NewRoute,
            MessageFlag.Request | MessageFlag.Acknowledge | MessageFlag.Create | MessageFlag.Replace,
            sequence);

        // IPv4 tells routes with and without a next hop by scope; IPv6 has no scopes.
        bool isIPv4 = route.Destination.AddressFamily == AddressFamily.InterNetwork;
        byte scope = isIPv4 && route.Gateway is null ? RouteAttribute.ScopeLink : RouteAttribute.ScopeUniverse;
        WriteBody(ref writer, route, outputIndex, scope, RouteAttribute.TypeUnicast);
        writer.End();
    }

    /// <summary>Deletes a route that <see cref="WriteAdd"/> made.</summary>
    public static void WriteDelete(ref NetlinkWriter writer, uint sequence, VirtualRoute route, int outputIndex)
    {
        writer.Begin(MessageType.DeleteRoute, MessageFlag.Request | MessageFlag.Acknowledge, sequence);
        WriteBody(ref writer, route, outputIndex, RouteAttribute.ScopeNowhere, type: 0);
        writer.End();
    }

    /// <summary>Reads the next hop of a default route of the main table on one link, and its metric.</summary>
    public static bool TryParseDefaultGateway(ReadOnlySpan<byte> payload, int linkIndex, out InetAddress gateway, out uint metric)
    {
        gateway = default;
        metric = 0;
        if (!MemoryMarshal.TryRead(payload, out RtMsg route)
            || route.DestinationLength != 0
            || route.Table != RouteAttribute.TableMain
            || route.Type != RouteAttribute.TypeUnicast)
        {
            return false;
        }

        int output = 0;
        InetAddress nextHop = default;
        ReadOnlySpan<byte> several = default;
        NetlinkAttributes attributes = NetlinkAttributes.After<RtMsg>(payload);
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case RouteAttribute.OutputLink:
                    output = (int)attributes.UInt32;
                    break;
                case RouteAttribute.Gateway:
                    nextHop = attributes.Address;
                    break;
                case RouteAttribute.Priority:
                    metric = attributes.UInt32;
                    break;
                case RouteAttribute.MultiPath:
                    several = attributes.Value;
                    break;
            }
        }

        gateway = output == linkIndex ? nextHop : FindNextHop(several, linkIndex);
        return gateway.HasValue;
    }

    private static InetAddress FindNextHop(ReadOnlySpan<byte> hops, int linkIndex)
    {
        while (MemoryMarshal.TryRead(hops, out RtNextHop hop) && hop.Length >= 8 && hop.Length <= hops.Length)
        {
            NetlinkAttributes attributes = NetlinkAttributes.After<RtNextHop>(hops[..hop.Length]);
            while (hop.LinkIndex == linkIndex && attributes.MoveNext())
            {
                if (attributes.Type == RouteAttribute.Gateway)
                {
                    return attributes.Address;
                }
            }

            hops = hops[Math.Min((hop.Length + 3) & -4, hops.Length)..];
        }

        return default;
    }

    private static void WriteBody(ref NetlinkWriter writer, VirtualRoute route, int outputIndex, byte scope, byte type)
    {
        writer.Append(new RtMsg
        {
            Family = FamilyOf(route.Destination.AddressFamily),
            DestinationLength = route.PrefixLength,
            Table = (byte)(route.Table <= byte.MaxValue ? route.Table : 0),
            Protocol = RouteAttribute.ProtocolVrrp,
            Scope = scope,
            Type = type,
            Flags = route.OnLink ? RouteAttribute.FlagOnLink : 0,
        });
        writer.Attribute(RouteAttribute.Table, route.Table);
        if (route.PrefixLength > 0)
        {
            InetAddress destination = InetAddress.FromIPAddress(route.Destination);
            writer.Attribute(RouteAttribute.Destination, destination.GetNetwork(route.PrefixLength));
        }

        if (route.Gateway is not null)
        {
            writer.Attribute(RouteAttribute.Gateway, InetAddress.FromIPAddress(route.Gateway));
        }

        if (route.Source is not null)
        {
            writer.Attribute(RouteAttribute.PreferredSource, InetAddress.FromIPAddress(route.Source));
        }

        if (outputIndex != 0)
        {
            writer.Attribute(RouteAttribute.OutputLink, outputIndex);
        }

        if (route.Metric != 0)
        {
            writer.Attribute(RouteAttribute.Priority, route.Metric);
        }
    }

    private static byte FamilyOf(AddressFamily family) =>
        (byte)(family == AddressFamily.InterNetworkV6 ? Domain.Inet6 : Domain.Inet);
}
