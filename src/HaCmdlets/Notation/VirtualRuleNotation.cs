using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Notation;

/// <summary>
/// Reads a policy rule as <c>ip rule</c> and keepalived's <c>virtual_rules</c> have it:
/// <c>[inet6] [from NETWORK] [to NETWORK] [iif INTERFACE] [fwmark N] [priority N] table N</c>.
/// </summary>
internal static class VirtualRuleNotation
{
    private const string Words =
        "from NETWORK, to NETWORK, iif INTERFACE, fwmark NUMBER, priority NUMBER, table NUMBER (or lookup NUMBER), inet, inet6";

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It cannot be read; the message says which word and what is allowed.</exception>
    public static VirtualRule Parse(string text)
    {
        var reader = new NotationReader(text, "virtual rule");
        AddressFamily? family = null;
        var rule = new VirtualRule { Table = 0 };
        while (reader.TryTake(out string? word))
        {
            switch (word)
            {
                case "inet" or "-4":
                    family = AddressFamily.InterNetwork;
                    break;
                case "inet6" or "-6":
                    family = AddressFamily.InterNetworkV6;
                    break;
                case "from" when ReadSelector(reader, word) is var (from, length):
                    rule = rule with { From = from, FromPrefixLength = length };
                    break;
                case "to" when ReadSelector(reader, word) is var (to, length):
                    rule = rule with { To = to, ToPrefixLength = length };
                    break;
                case "iif" or "dev":
                    rule = rule with { InputInterface = reader.Value(word) };
                    break;
                case "fwmark":
                    rule = rule with { FirewallMark = reader.Number(word) };
                    break;
                case "priority" or "preference" or "pref" or "order":
                    rule = rule with { Preference = reader.Number(word) };
                    break;
                case "table" or "lookup":
                    rule = rule with { Table = reader.Table(word) };
                    break;
                default:
                    throw reader.Unknown(word, Words);
            }
        }

        if (rule.Table == 0)
        {
            throw reader.Error("it names no table; it needs 'table NUMBER'");
        }

        return rule with { Family = family ?? (rule.From ?? rule.To)?.AddressFamily ?? AddressFamily.InterNetwork };
    }

    private static (IPAddress? Address, byte Length) ReadSelector(NotationReader reader, string keyword)
    {
        string word = reader.Value(keyword);
        if (word is "all" or "any")
        {
            return (null, 0);
        }

        (IPAddress address, byte? length) = reader.Prefix(word, keyword);
        return (address, length ?? NotationReader.FullLength(address));
    }
}
