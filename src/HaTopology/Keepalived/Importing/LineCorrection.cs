using System.Globalization;
using System.Net.Sockets;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>
/// Writes routes and rules the way keepalived understands them in the end: old words replaced, what it adds said, and
/// lines that it drops left out.
/// </summary>
internal sealed class LineCorrection(ImportContext context)
{
    private const int FirstPreference = 16384;

    private int _nextPreferenceIPv4 = FirstPreference;
    private int _nextPreferenceIPv6 = FirstPreference;

    /// <summary>The corrected route, or null when keepalived drops it.</summary>
    public KeepalivedStatement? Route(KeepalivedStatement line, ValueReader values)
    {
        var words = new List<string>(line.Words);
        if (!HasValidAddresses(line, ["src", "via", "gw", "or", "to", "from"], values))
        {
            return null;
        }

        for (int i = 0; i + 1 < words.Count; i++)
        {
            if (words[i] == "gw")
            {
                values.Error("Deprecated", line, "'gw' is deprecated; it is written as 'via'.");
                words[i] = "via";
            }
            else if (words[i] == "or")
            {
                values.Error("Deprecated", line, "'or' is deprecated; it is written as 'nexthop'.");
                int via = words.IndexOf("via");
                words[i] = "nexthop via";
                if (via >= 0 && via < i)
                {
                    words[via] = "nexthop via";
                }
            }
        }

        int nextHop = words.FindIndex(word => word.StartsWith("nexthop", StringComparison.Ordinal));
        bool hasInterface = words.Take(nextHop < 0 ? words.Count : nextHop).Any(word => word is "dev" or "oif");
        if (!hasInterface && !words.Contains("no_track"))
        {
            // keepalived marks the route as its own and then does not watch it. Behind next hops it would take the
            // words for parts of theirs.
            words.Insert(nextHop < 0 ? words.Count : nextHop, words.Contains("protocol") ? "no_track" : "protocol 18 no_track");
        }

        return new KeepalivedStatement(string.Join(' ', words), line.Position);
    }

    /// <summary>The corrected rule, or null when keepalived drops it.</summary>
    public KeepalivedStatement? Rule(KeepalivedStatement line, ValueReader values)
    {
        if (!HasValidAddresses(line, ["from", "to"], values))
        {
            return null;
        }

        if (line.Words.Any(word => word is "preference" or "priority" or "order"))
        {
            return line;
        }

        bool isIPv6 = line.Words.Any(word => word == "inet6" || ValueReader.TryParseNetwork(word, out System.Net.IPAddress address, out _) && address.AddressFamily == AddressFamily.InterNetworkV6);
        int preference = isIPv6 ? _nextPreferenceIPv6-- : _nextPreferenceIPv4--;
        values.Error("RuleWithoutPreference", line, $"'{line.Text}' has no preference; keepalived takes {preference}, counting down from {FirstPreference}.");
        return new KeepalivedStatement(string.Create(CultureInfo.InvariantCulture, $"{line.Text} preference {preference}"), line.Position);
    }

    /// <summary>A block of the top level with its lines corrected.</summary>
    public KeepalivedStatement Static(KeepalivedStatement block)
    {
        ValueReader values = context.ValuesFor(block.Keyword);
        Func<KeepalivedStatement, ValueReader, KeepalivedStatement?>? correct = block.Keyword switch
        {
            "static_routes" => Route,
            "static_rules" => Rule,
            _ => null,
        };
        return correct is null || block.Block is null
            ? block
            : block with { Block = [.. block.Block.Select(line => correct(line, values)).OfType<KeepalivedStatement>()] };
    }

    private static bool HasValidAddresses(KeepalivedStatement line, ReadOnlySpan<string> keywords, ValueReader values)
    {
        for (int i = 0; i + 1 < line.Words.Count; i++)
        {
            string value = line.Words[i + 1];
            bool isFamily = value is "inet" or "inet6" or "all" or "any" or "default";
            if (keywords.Contains(line.Words[i]) && !isFamily && !ValueReader.TryParseNetwork(value, out _, out _))
            {
                values.Error("InvalidAddress", line, $"'{value}' in '{line.Text}' is not an address; keepalived leaves the line out.");
                return false;
            }
        }

        return true;
    }
}
