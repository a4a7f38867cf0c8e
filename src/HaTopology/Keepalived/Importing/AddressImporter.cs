using System.Globalization;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads the lines of virtual_ipaddress and virtual_ipaddress_excluded.</summary>
internal sealed class AddressImporter(ImportContext context, ValueReader values)
{
    private const int LongestName = 15;

    /// <summary>The addresses of a block with their lines; what a line says beyond the engine's options is kept with its words.</summary>
    public IEnumerable<(VirtualAddress Address, KeepalivedStatement Line)> Import(KeepalivedStatement block, string head, bool excluded)
    {
        foreach (KeepalivedStatement line in block.Block ?? [])
        {
            if (Read(line, out List<string> others) is VirtualAddress address)
            {
                if (others.Count > 0)
                {
                    context.KeepWords([head, block.Keyword, address.ToString()], line, others, "The engine's virtual addresses have no such attribute.");
                }

                yield return (address with { IsExcluded = excluded }, line);
            }
        }
    }

    private VirtualAddress? Read(KeepalivedStatement line, out List<string> others)
    {
        others = [];
        if (!ValueReader.TryParseNetwork(line.Words[0], out System.Net.IPAddress ip, out byte prefixLength))
        {
            values.Error("InvalidAddress", line, $"'{line.Words[0]}' is not an IP address with or without a prefix length.");
            return null;
        }

        var address = new VirtualAddress { Address = ip, PrefixLength = prefixLength };
        for (int i = 1; i < line.Words.Count; i++)
        {
            string word = line.Words[i];
            string? value = i + 1 < line.Words.Count ? line.Words[i + 1] : null;
            switch (word)
            {
                case "dev" or "scope" or "label" or "brd" or "broadcast" or "peer" or "preferred_lft" when value is null:
                    values.Error("MissingValue", line, $"'{word}' in '{line.Text}' has no value; keepalived leaves the address out.");
                    return null;
                case "dev":
                    address = address with { Interface = value };
                    i++;
                    break;
                case "scope":
                    if (ReadScope(value!) is AddressScope scope)
                    {
                        address = address with { Scope = scope };
                    }
                    else
                    {
                        others.AddRange([word, value!]);
                    }

                    i++;
                    break;
                case "label" when value!.Length > LongestName:
                    values.Error("LabelTooLong", line, $"The label '{value}' has more than {LongestName} characters; keepalived leaves the address out.");
                    return null;
                case "label":
                    address = address with { Label = value };
                    i++;
                    break;
                case "brd" or "broadcast" or "peer" or "preferred_lft":
                    others.AddRange([word, value!]);
                    i++;
                    break;
                case "home" or "-nodad" or "mngtmpaddr" or "noprefixroute" or "autojoin" or "no_track" or "use_vmac":
                    others.Add(word);
                    break;
                default:
                    values.Error("UnknownOption", line, $"'{word}' in '{line.Text}' is not an attribute of an address; it is ignored.");
                    break;
            }
        }

        return address.Address.AddressFamily == AddressFamily.InterNetworkV6 ? CheckIPv6(address, line) : address;
    }

    private VirtualAddress CheckIPv6(VirtualAddress address, KeepalivedStatement line)
    {
        if (address.Scope != AddressScope.Global || address.Label is not null)
        {
            values.Error("NotForIPv6", line, $"An IPv6 address has neither scope nor label; '{line.Text}' loses them.");
        }

        return address with { Scope = AddressScope.Global, Label = null };
    }

    private static AddressScope? ReadScope(string text) => text switch
    {
        "global" => AddressScope.Global,
        "site" => AddressScope.Site,
        "link" => AddressScope.Link,
        "host" => AddressScope.Host,
        _ when byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte number) && Enum.IsDefined((AddressScope)number) => (AddressScope)number,
        _ => null,
    };
}
