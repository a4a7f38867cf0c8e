using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>A value or null, for references.</summary>
internal sealed class OptionalShape<T>(Shape<T> inner) : Shape<T?>
    where T : class
{
    public override bool TryRead(JToken token, ReadContext context, out T? value)
    {
        value = null;
        if (token.Type == JTokenType.Null)
        {
            return true;
        }

        bool read = inner.TryRead(token, context, out T found);
        value = read ? found : null;
        return read;
    }

    public override JToken Write(T? value) => value is null ? JValue.CreateNull() : inner.Write(value);

    public override JToken WriteAll(T? value) => value is null ? JValue.CreateNull() : inner.WriteAll(value);

    public override JObject Describe(SchemaContext context) =>
        new() { ["oneOf"] = new JArray(inner.Describe(context), new JObject { ["type"] = "null" }) };
}
