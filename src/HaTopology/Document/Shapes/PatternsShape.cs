using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>Regular expressions by the name of what has to match.</summary>
internal sealed class PatternsShape(Shape<Regex> pattern) : Shape<IReadOnlyDictionary<string, Regex>>
{
    public override bool TryRead(JToken token, ReadContext context, out IReadOnlyDictionary<string, Regex> value)
    {
        var patterns = new Dictionary<string, Regex>(StringComparer.OrdinalIgnoreCase);
        value = patterns;
        if (token is not JObject json)
        {
            return context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes an object of names and regular expressions.");
        }

        bool good = true;
        foreach (JProperty property in json.Properties())
        {
            if (!pattern.TryRead(property.Value, context, out Regex read))
            {
                good = false;
            }
            else if (!patterns.TryAdd(property.Name, read))
            {
                good = context.Refuse(property, "Duplicate", $"'{property.Name}' is there twice; capitals make no difference.");
            }
        }

        return good;
    }

    public override JToken Write(IReadOnlyDictionary<string, Regex> value)
    {
        var json = new JObject();
        foreach ((string key, Regex regex) in value.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
        {
            json[key] = pattern.Write(regex);
        }

        return json;
    }

    public override JObject Describe(SchemaContext context) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = pattern.Describe(context),
    };
}
