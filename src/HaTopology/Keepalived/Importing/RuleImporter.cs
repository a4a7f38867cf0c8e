using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads the lines of virtual_rules that say no more than the engine can do; the others are kept whole.</summary>
internal static class RuleImporter
{
    /// <summary>A rule that looks up a table, or null for anything more.</summary>
    public static VirtualRule? Read(KeepalivedStatement line)
    {
        AddressFamily? family = null;
        IPAddress? from = null;
        IPAddress? to = null;
        byte fromLength = 0;
        byte toLength = 0;
        uint table = 0;
        uint preference = 0;
        uint mark = 0;
        string? device = null;
        IReadOnlyList<string> words = line.Words;
        for (int i = 0; i < words.Count; i++)
        {
            string? value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i])
            {
                case "inet" or "inet6":
                    family = words[i] == "inet" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
                    break;
                case "from" when value is "all" or "any":
                case "to" when value is "all" or "any":
                    i++;
                    break;
                case "from" when value is not null && ValueReader.TryParseNetwork(value, out from!, out fromLength):
                case "to" when value is not null && ValueReader.TryParseNetwork(value, out to!, out toLength):
                case "table" or "lookup" when RouteImporter.TryReadTable(value, out table):
                case "preference" or "order" or "priority" when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out preference):
                case "fwmark" when TryReadMark(value, out mark):
                    i++;
                    break;
                case "dev" or "iif" when value is not null:
                    device = value;
                    i++;
                    break;
                default:
                    return null;
            }
        }

        // A rule without selectors, or one that keepalived has to invent a preference for, is kept as it is.
        return table == 0 || preference == 0
            ? null
            : new VirtualRule
            {
                Family = family ?? (from ?? to)?.AddressFamily ?? AddressFamily.InterNetwork,
                From = from,
                FromPrefixLength = fromLength,
                To = to,
                ToPrefixLength = toLength,
                Table = table,
                Preference = preference,
                InputInterface = device,
                FirewallMark = mark,
            };
    }

    private static bool TryReadMark(string? text, out uint mark)
    {
        mark = 0;
        return text?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true
            ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mark)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out mark);
    }
}
