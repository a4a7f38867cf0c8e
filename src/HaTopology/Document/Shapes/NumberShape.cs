using System.Globalization;
using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>A number within limits; whole, or with decimals when <paramref name="decimals"/> is more than 0.</summary>
internal sealed class NumberShape<T>(decimal minimum, decimal maximum, int decimals, string unit, Func<decimal, T> from, Func<T, decimal> to) : Shape<T>
{
    public override bool TryRead(JToken token, ReadContext context, out T value)
    {
        value = default!;
        if (token.Type is not (JTokenType.Integer or JTokenType.Float))
        {
            return context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes {Allowed()}.");
        }

        if (!decimal.TryParse(((JValue)token).ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            || number < minimum || number > maximum || decimal.Round(number, decimals) != number)
        {
            return context.Refuse(token, "ValueNotAllowed", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes {Allowed()}.");
        }

        value = from(number);
        return true;
    }

    public override JToken Write(T value)
    {
        decimal number = to(value);
        return decimal.Truncate(number) == number && Math.Abs(number) <= long.MaxValue ? new JValue((long)number) : new JValue(number / 1.0000000000000000000000m);
    }

    public override JObject Describe(SchemaContext context)
    {
        var schema = new JObject
        {
            ["type"] = decimals == 0 ? "integer" : "number",
            ["minimum"] = Literal(minimum),
            ["maximum"] = Literal(maximum),
        };
        return schema;
    }

    private static JValue Literal(decimal number) => decimal.Truncate(number) == number ? new JValue((long)number) : new JValue(number);

    private string Allowed() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(decimals == 0 ? "a whole number" : $"a number with at most {decimals} decimals")} from {minimum} to {maximum}{unit}");
}
