using System.Collections;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Resources.Documents;

/// <summary>A property of a resource that is a key of a document.</summary>
internal class DocumentProperty
{
    private readonly string[] _path;
    private readonly Func<object, JToken> _write;
    private readonly Func<JToken, object?> _read;

    /// <summary>Declares one.</summary>
    /// <param name="name">Name of the property.</param>
    /// <param name="path">Keys that lead to it, separated by points.</param>
    /// <param name="write">A declared value as JSON; null to take it as it is.</param>
    /// <param name="read">JSON as the value of the property; null to take it as it is.</param>
    public DocumentProperty(string name, string path, Func<object, JToken>? write = null, Func<JToken, object?>? read = null)
    {
        Name = name;
        _path = path.Split('.');
        _write = write ?? (value => TopologyJson.Of(value, name));
        _read = read ?? ToValue;
    }

    /// <summary>Name of the property.</summary>
    public string Name { get; }

    /// <summary>Keys that lead to it, separated by points.</summary>
    public string Path => string.Join('.', _path);

    /// <summary>Its value is kept out of messages and results.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Puts a declared value into a document.</summary>
    /// <param name="target">The document, or the part of it that the resource is about.</param>
    /// <param name="value">The value, plain.</param>
    public virtual void Merge(JObject target, object value) => Parent(target)[_path[^1]] = _write(value);

    /// <summary>What tells one value from another, in a document that leaves nothing out; null when it has no such part.</summary>
    public virtual JToken? Select(JObject all)
    {
        JToken? token = all;
        foreach (string key in _path)
        {
            token = (token as JObject)?[key];
        }

        return token;
    }

    /// <summary>The value for the property.</summary>
    public object? Read(JToken? selected) => selected is null || selected.Type == JTokenType.Null ? null : _read(selected);

    /// <summary>A value for people.</summary>
    public static string Describe(JToken? selected) => selected switch
    {
        null or { Type: JTokenType.Null } or JArray { Count: 0 } => "nothing",
        { Type: JTokenType.String } => $"'{(string?)selected}'",
        JArray array when array.All(item => item.Type == JTokenType.String) => $"'{string.Join(", ", array.Values<string>())}'",
        _ => selected.ToString(Formatting.None),
    };

    /// <summary>The object that holds the key, made where it is not there.</summary>
    protected JObject Parent(JObject target)
    {
        JObject parent = target;
        foreach (string key in _path[..^1])
        {
            if (parent[key] is not JObject child)
            {
                parent[key] = child = [];
            }

            parent = child;
        }

        return parent;
    }

    /// <summary>The last key.</summary>
    protected string Key => _path[^1];

    /// <summary>JSON as PowerShell has it; keys of objects begin with a capital, as properties do.</summary>
    protected static object? ToValue(JToken token) => token switch
    {
        JObject json => ToHashtable(json),
        JArray array when array.All(item => item.Type == JTokenType.String) => array.Values<string>().ToArray(),
        JArray array => array.Select(ToValue).ToArray(),
        { Type: JTokenType.Null } => null,
        { Type: JTokenType.Integer } => (long)token is >= int.MinValue and <= int.MaxValue ? (object)(int)token : (long)token,
        { Type: JTokenType.Float } => Convert.ToDouble(((JValue)token).Value, CultureInfo.InvariantCulture),
        { Type: JTokenType.Boolean } => (bool)token,
        _ => (string?)token,
    };

    private static Hashtable ToHashtable(JObject json)
    {
        var result = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (JProperty property in json.Properties().Where(property => property.Value.Type != JTokenType.Null))
        {
            result[char.ToUpperInvariant(property.Name[0]) + property.Name[1..]] = ToValue(property.Value);
        }

        return result;
    }
}
