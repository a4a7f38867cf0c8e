using Newtonsoft.Json.Linq;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Protocol;

/// <summary>Counters by the name of what they count.</summary>
internal sealed class CountersShape<T> : Shape<IReadOnlyDictionary<T, long>>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Names = Enum.GetValues<T>().ToDictionary(static value => value.ToString(), StringComparer.Ordinal);

    public override bool TryRead(JToken token, ReadContext context, out IReadOnlyDictionary<T, long> value)
    {
        var counters = new Dictionary<T, long>();
        value = counters;
        if (token is not JObject json)
        {
            return context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes an object of counters.");
        }

        bool good = true;
        foreach (JProperty property in json.Properties())
        {
            if (!Names.TryGetValue(property.Name, out T name))
            {
                good = context.Refuse(property, "UnknownKey", $"'{property.Name}' is nothing that is counted here.");
            }
            else if (WireValues.Count.TryRead(property.Value, context, out long count))
            {
                counters[name] = count;
            }
            else
            {
                good = false;
            }
        }

        return good;
    }

    public override JToken Write(IReadOnlyDictionary<T, long> value)
    {
        var json = new JObject();
        foreach ((T name, long count) in value.OrderBy(static pair => pair.Key))
        {
            json[name.ToString()] = count;
        }

        return json;
    }

    public override JObject Describe(SchemaContext context) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = WireValues.Count.Describe(context),
    };
}
