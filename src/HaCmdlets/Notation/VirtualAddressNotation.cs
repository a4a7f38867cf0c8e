using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Notation;

/// <summary>
/// Reads a virtual address as keepalived's <c>virtual_ipaddress</c> has it:
/// <c>ADDRESS[/LENGTH] [dev INTERFACE] [label LABEL] [scope SCOPE]</c>.
/// </summary>
internal static class VirtualAddressNotation
{
    private const string Words = "dev INTERFACE, label LABEL, scope global|site|link|host, nodad";

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It cannot be read; the message says which word and what is allowed.</exception>
    public static VirtualAddress Parse(string text)
    {
        var reader = new NotationReader(text, "virtual IP");
        if (!reader.TryTake(out string? first))
        {
            throw reader.Error("it is empty; allowed is an address such as 192.0.2.10/24");
        }

        (var address, byte? length) = reader.Prefix(first, "the address");
        var result = new VirtualAddress { Address = address, PrefixLength = length ?? NotationReader.FullLength(address) };
        while (reader.TryTake(out string? word))
        {
            result = word switch
            {
                "dev" => result with { Interface = reader.Value(word) },
                "label" => result with { Label = reader.Value(word) },
                "scope" => result with { Scope = ReadScope(reader) },

                // Virtual addresses never go through duplicate address detection: the word says what is done anyway.
                "nodad" or "-nodad" => result,
                "brd" or "broadcast" => throw reader.Error($"'{word}' is not wanted: virtual addresses have no broadcast address of their own, since that of the interface's subnet does; leave it out"),
                "peer" or "preferred_lft" or "home" or "mngtmpaddr" or "noprefixroute" or "autojoin" or "no_track" or "use_vmac" =>
                    throw reader.Error($"'{word}' is an attribute that only keepalived's addresses have; allowed are {Words}"),
                _ => throw reader.Unknown(word, Words),
            };
        }

        return result;
    }

    private static AddressScope ReadScope(NotationReader reader)
    {
        string word = reader.Value("scope");
        return word switch
        {
            "global" or "0" => AddressScope.Global,
            "site" or "200" => AddressScope.Site,
            "link" or "253" => AddressScope.Link,
            "host" or "254" => AddressScope.Host,
            _ => throw reader.Error($"scope is '{word}'; allowed are global, site, link and host"),
        };
    }
}
