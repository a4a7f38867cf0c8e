using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>Collects the named definitions of a JSON schema.</summary>
internal sealed class SchemaContext
{
    private readonly SortedDictionary<string, JObject> _definitions = new(StringComparer.Ordinal);

    /// <summary>A reference to a definition, described on first use.</summary>
    public JObject Reference(string name, Func<JObject> describe)
    {
        if (_definitions.TryAdd(name, []))
        {
            _definitions[name] = describe();
        }

        return new JObject { ["$ref"] = $"#/$defs/{name}" };
    }

    public JObject Definitions()
    {
        var definitions = new JObject();
        foreach ((string name, JObject schema) in _definitions)
        {
            definitions[name] = schema;
        }

        return definitions;
    }
}
