using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>One of several words; capitals and small letters are told apart, as in the schema.</summary>
internal sealed class ChoiceShape<T>(params (string Name, T Value)[] choices) : Shape<T>
    where T : struct
{
    private string Names => string.Join(", ", choices.Select(choice => $"'{choice.Name}'"));

    public override bool TryRead(JToken token, ReadContext context, out T value)
    {
        foreach ((string name, T choice) in choices)
        {
            if (token.Type == JTokenType.String && (string)token! == name)
            {
                value = choice;
                return true;
            }
        }

        value = default;
        return context.Refuse(token, "ValueNotAllowed", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes one of {Names}.");
    }

    public override JToken Write(T value) => new JValue(choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Name);

    public override JObject Describe(SchemaContext context) => new() { ["enum"] = new JArray(choices.Select(choice => (object)choice.Name).ToArray()) };
}
