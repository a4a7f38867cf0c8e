using Newtonsoft.Json.Linq;
using NginxHa.Topology.Document;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>Documents as JSON objects, for whoever compares or changes single keys.</summary>
public static class TopologyJson
{
    /// <summary>A topology with every key, those at their default too. Holds secrets.</summary>
    /// <param name="topology">The topology.</param>
    public static JObject All(HaTopology topology)
    {
        var json = new JObject();
        DocumentShapes.Document.WriteAllProperties(topology, json);
        return json;
    }

    /// <summary>A virtual router with every key, those at their default too. Holds secrets.</summary>
    /// <param name="instance">The virtual router.</param>
    public static JObject All(VrrpInstanceOptions instance) => (JObject)InstanceShapes.Instance.WriteAll(instance);

    /// <summary>A topology as it is saved: defaults left out. Holds secrets.</summary>
    /// <param name="topology">The topology.</param>
    public static JObject Saved(HaTopology topology)
    {
        var json = new JObject();
        DocumentShapes.Document.WriteProperties(topology, json);
        return json;
    }

    /// <summary>Plain values as JSON, as <see cref="TopologyBuilder"/> takes them.</summary>
    /// <param name="value">A text, number, switch, time span, address, URL, enumeration, list or dictionary of these.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <exception cref="ArgumentException">A value is of another kind.</exception>
    public static JToken Of(object? value, string name) => TopologyBuilder.ToToken(value, name);

    /// <summary>Reads a document that was put together; findings have no lines.</summary>
    /// <param name="document">The document.</param>
    public static TopologyReadResult Read(JObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        TopologyReadResult result = TopologyDocument.Parse(document.ToString(Newtonsoft.Json.Formatting.None));

        // Lines and columns are those of a text that nobody has seen.
        return result with { Findings = [.. result.Findings.Select(finding => finding with { Line = 0, Column = 0 })] };
    }
}
