using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>true or false.</summary>
internal sealed class SwitchShape : Shape<bool>
{
    public override bool TryRead(JToken token, ReadContext context, out bool value)
    {
        value = token.Type == JTokenType.Boolean && (bool)token;
        return token.Type == JTokenType.Boolean
            || context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes true or false.");
    }

    public override JToken Write(bool value) => new JValue(value);

    public override JObject Describe(SchemaContext context) => new() { ["type"] = "boolean" };
}
