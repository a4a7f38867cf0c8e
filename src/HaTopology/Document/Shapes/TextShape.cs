using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>A text that stands for a value, such as an address.</summary>
/// <param name="allowed">What is allowed, as the end of a sentence.</param>
/// <param name="parse">The value of a text, or false.</param>
/// <param name="format">The text of a value.</param>
/// <param name="schema">What the schema says beside the type.</param>
/// <param name="isSecret">Keeps the text out of messages.</param>
internal sealed class TextShape<T>(string allowed, TryParse<T> parse, Func<T, string> format, JObject? schema = null, bool isSecret = false) : Shape<T>
{
    public override bool TryRead(JToken token, ReadContext context, out T value)
    {
        if (token.Type == JTokenType.String && parse((string)token!, out value!))
        {
            return true;
        }

        value = default!;
        return context.Refuse(
            token,
            token.Type == JTokenType.String ? "ValueNotAllowed" : "WrongType",
            $"{ReadContext.PathOf(token)} is {(isSecret ? "not valid" : ReadContext.Describe(token))}; allowed is {allowed}.");
    }

    public override JToken Write(T value) => new JValue(format(value));

    public override JObject Describe(SchemaContext context)
    {
        var described = new JObject { ["type"] = "string" };
        described.Merge(schema ?? []);
        return described;
    }
}
