using System.Net;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Notation;

/// <summary>
/// Reads a route as <c>ip route</c> and keepalived's <c>virtual_routes</c> have it:
/// <c>default|NETWORK[/LENGTH] [via GATEWAY] [dev INTERFACE] [src ADDRESS] [metric N] [table N] [onlink]</c>.
/// </summary>
internal static class VirtualRouteNotation
{
    private const string Words = "via GATEWAY, dev INTERFACE, src ADDRESS, metric NUMBER, table NUMBER, onlink";

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It cannot be read; the message says which word and what is allowed.</exception>
    public static VirtualRoute Parse(string text)
    {
        var reader = new NotationReader(text, "virtual route");
        IPAddress? source = reader.TryTake("src") ? reader.Address("src") : null;
        _ = reader.TryTake("unicast") || reader.TryTake("to");
        if (!reader.TryTake(out string? destination))
        {
            throw reader.Error("it has no destination; allowed is 'default' or a network such as 198.51.100.0/24");
        }

        VirtualRoute route = destination == "default"
            ? new VirtualRoute { Destination = IPAddress.Any, PrefixLength = 0, Source = source }
            : FromPrefix(reader.Prefix(destination, "the destination"), source);
        while (reader.TryTake(out string? word))
        {
            route = word switch
            {
                "via" or "gw" => route with { Gateway = Gateway(reader, word) },
                "dev" or "oif" => route with { Interface = reader.Value(word) },
                "src" => route with { Source = reader.Address(word) },
                "metric" or "priority" or "preference" => route with { Metric = reader.Number(word) },
                "table" => route with { Table = reader.Table(word) },
                "onlink" => route with { OnLink = true },
                _ => throw reader.Unknown(word, Words),
            };
        }

        // 'default' has no family of its own: the gateway or the source tells.
        IPAddress? hint = route.Gateway ?? route.Source;
        return destination == "default" && hint is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 }
            ? route with { Destination = IPAddress.IPv6Any }
            : route;
    }

    private static IPAddress Gateway(NotationReader reader, string word)
    {
        _ = reader.TryTake("inet") || reader.TryTake("inet6");
        return reader.Address(word);
    }

    private static VirtualRoute FromPrefix((IPAddress Address, byte? Length) prefix, IPAddress? source) => new()
    {
        Destination = prefix.Address,
        PrefixLength = prefix.Length ?? NotationReader.FullLength(prefix.Address),
        Source = source,
    };
}
