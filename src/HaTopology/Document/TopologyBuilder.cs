using System.Collections;
using System.Globalization;
using System.Net;
using Newtonsoft.Json.Linq;

namespace NginxHa.Topology;

/// <summary>
/// Makes a topology from plain values such as hash tables, with the checks of a document. Keys may begin with a capital.
/// </summary>
public static class TopologyBuilder
{
    // Where a list belongs, a single value stands for a list of one, as everywhere in PowerShell.
    private static readonly HashSet<string> _lists = ["nodes", "virtualIps", "addresses", "hostNames", "tracks", "arguments", "instances", "members", "syncGroups"];

    /// <summary>Makes a topology.</summary>
    /// <param name="values">
    /// Keys of a document and their values: texts, numbers, switches, time spans (seconds in a document), addresses, URLs,
    /// enumerations, lists and dictionaries of these.
    /// </param>
    /// <exception cref="ArgumentException">A value is of another kind.</exception>
    public static TopologyReadResult Build(IDictionary values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return TopologyJson.Read(ToObject(values, "$"));
    }

    internal static JToken ToToken(object? value, string path) => value switch
    {
        null => JValue.CreateNull(),
        string text => new JValue(text),
        bool flag => new JValue(flag),
        TimeSpan time => new JValue((decimal)time.Ticks / TimeSpan.TicksPerSecond),
        IPAddress or Uri or Enum => new JValue(value.ToString()),
        byte or sbyte or short or ushort or int or uint or long => new JValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        float or double or decimal => new JValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        IDictionary dictionary => ToObject(dictionary, path),
        IEnumerable items => ToArray(items, path),
        _ => throw new ArgumentException($"{path} is a {value.GetType().Name}; texts, numbers, switches, times, addresses, lists and dictionaries of these can stand in a document."),
    };

    private static JObject ToObject(IDictionary dictionary, string path)
    {
        var json = new JObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            string key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            string name = key.Length == 0 ? key : char.ToLowerInvariant(key[0]) + key[1..];
            JToken token = ToToken(entry.Value, $"{path}.{name}");
            json[name] = _lists.Contains(name) && token is not JArray ? new JArray(token) : token;
        }

        return json;
    }

    private static JArray ToArray(IEnumerable items, string path)
    {
        var array = new JArray();
        foreach (object? item in items)
        {
            array.Add(ToToken(item, $"{path}[{array.Count.ToString(CultureInfo.InvariantCulture)}]"));
        }

        return array;
    }
}
