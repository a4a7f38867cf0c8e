using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>A value or null, for structures.</summary>
internal sealed class OptionalValueShape<T>(Shape<T> inner) : Shape<T?>
    where T : struct
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

    public override JToken Write(T? value) => value is T found ? inner.Write(found) : JValue.CreateNull();

    public override JObject Describe(SchemaContext context) =>
        new() { ["oneOf"] = new JArray(inner.Describe(context), new JObject { ["type"] = "null" }) };
}
