using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads the lines of virtual_routes that say no more than the engine can do; the others are kept whole.</summary>
internal static class RouteImporter
{
    /// <summary>A plain unicast route, or null for anything more.</summary>
    public static VirtualRoute? Read(KeepalivedStatement line)
    {
        VirtualRoute? route = null;
        IPAddress? source = null;
        IPAddress? gateway = null;
        string? device = null;
        uint metric = 0;
        uint table = 254;
        bool onLink = false;
        bool isKeepalived = false;
        IReadOnlyList<string> words = line.Words;
        for (int i = 0; i < words.Count; i++)
        {
            string? value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i])
            {
                case "src" when value is not null && ValueReader.TryParseAddress(value, out source!):
                case "via" or "gw" when value is not null && ValueReader.TryParseAddress(value, out gateway!):
                case "metric" or "priority" or "preference" when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out metric):
                case "table" when TryReadTable(value, out table):
                    i++;
                    break;
                case "dev" or "oif" when value is not null:
                    device = value;
                    i++;
                    break;
                case "protocol" when value is "18" or "keepalived":
                    isKeepalived = true;
                    i++;
                    break;
                case "onlink":
                    onLink = true;
                    break;
                case "no_track":
                case "to" when route is null:
                    break;
                case "default" when route is null:
                    route = new VirtualRoute { Destination = IPAddress.Any, PrefixLength = 0 };
                    break;
                case string text when route is null && ValueReader.TryParseNetwork(text, out IPAddress destination, out byte prefixLength):
                    route = new VirtualRoute { Destination = destination, PrefixLength = prefixLength };
                    break;
                default:
                    return null;
            }
        }

        // Without an interface keepalived cannot watch its route; not to watch it for other reasons is a wish that the
        // engine has no option for.
        bool isPlain = words.Contains("no_track") ? device is null && isKeepalived : device is not null;
        if (route is null || !isPlain)
        {
            return null;
        }

        if (words.Contains("default") && gateway?.AddressFamily == AddressFamily.InterNetworkV6)
        {
            route = route with { Destination = IPAddress.IPv6Any };
        }

        return route with { Source = source, Gateway = gateway, Interface = device, Metric = metric, Table = table, OnLink = onLink };
    }

    /// <summary>A routing table by number or by one of the names that every system has.</summary>
    internal static bool TryReadTable(string? text, out uint table)
    {
        table = text switch
        {
            "main" => 254,
            "local" => 255,
            "default" => 253,
            _ => 0,
        };
        return table != 0 || (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out table) && table != 0);
    }
}
