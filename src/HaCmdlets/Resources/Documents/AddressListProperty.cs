using Newtonsoft.Json.Linq;
using NginxHa.Cmdlets.Notation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Resources.Documents;

/// <summary>Virtual addresses in keepalived's notation: those that are advertised, or those that are excluded.</summary>
/// <param name="name">Name of the property.</param>
/// <param name="path">Keys that lead to the list with both.</param>
/// <param name="excluded">Which of them.</param>
internal sealed class AddressListProperty(string name, string path, bool excluded) : DocumentProperty(name, path)
{
    /// <inheritdoc/>
    public override void Merge(JObject target, object value)
    {
        JObject parent = Parent(target);
        IEnumerable<JToken> others = (parent[Key] as JArray ?? []).Where(address => IsExcluded(address) != excluded);
        IEnumerable<JToken> own = PlainResourceValue.Texts(value).Select(text => Write(VirtualAddressNotation.Parse(text)));
        parent[Key] = new JArray(excluded ? others.Concat(own) : own.Concat(others));
    }

    /// <inheritdoc/>
    public override JToken? Select(JObject all) => base.Select(all) is JArray array
        ? new JArray(array.Where(address => IsExcluded(address) == excluded).Select(address => (object)Notation((JObject)address)).ToArray())
        : null;

    private static bool IsExcluded(JToken address) => address is JObject json && (bool?)json["isExcluded"] == true;

    private static string Notation(JObject address)
    {
        string text = (string)address["address"]!;
        text += (string?)address["interface"] is { } link ? $" dev {link}" : string.Empty;
        text += (string?)address["label"] is { } label ? $" label {label}" : string.Empty;
        return (string?)address["scope"] is { } scope and not "Global" ? $"{text} scope {scope.ToLowerInvariant()}" : text;
    }

    private JObject Write(VirtualAddress address) => new()
    {
        ["address"] = address.ToString(),
        ["interface"] = address.Interface,
        ["label"] = address.Label,
        ["scope"] = address.Scope.ToString(),
        ["isExcluded"] = excluded,
    };
}
