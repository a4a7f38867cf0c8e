using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>An object that may be written as one text when it says no more than that.</summary>
internal sealed class ShorthandShape<T>(ObjectShape<T> full, string key, Shape<T> text) : Shape<T>
    where T : class
{
    public override bool TryRead(JToken token, ReadContext context, out T value) =>
        token.Type == JTokenType.String ? text.TryRead(token, context, out value) : full.TryRead(token, context, out value);

    public override JToken Write(T value)
    {
        var written = (JObject)full.Write(value);
        return written.Count == 1 && written[key] is JToken only ? only : written;
    }

    public override JToken WriteAll(T value) => full.WriteAll(value);

    public override JObject Describe(SchemaContext context) => new() { ["oneOf"] = new JArray(text.Describe(context), full.Describe(context)) };
}
