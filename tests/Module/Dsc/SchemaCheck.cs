using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>Checks JSON against a schema, as far as the schemas of the resources go.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Known =
        ["$schema", "title", "description", "default", "readOnly", "type", "enum", "required", "additionalProperties", "properties", "items", "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"];

    public static IReadOnlyList<string> Problems(JObject schema, JToken value, string path = "$")
    {
        Assert.Empty(schema.Properties().Select(property => property.Name).Except(Known));
        var problems = new List<string>();
        string[] types = schema["type"] switch
        {
            null => [],
            JArray many => [.. many.Values<string>()!],
            var one => [(string)one!],
        };
        if (types.Length > 0 && !types.Any(type => Is(type, value)))
        {
            problems.Add($"{path} is {value.Type}; allowed is {string.Join(", ", types)}");
        }

        if (schema["enum"] is JArray values && !values.Any(allowed => JToken.DeepEquals(allowed, value)))
        {
            problems.Add($"{path} is {value}; allowed is {values}");
        }

        if (value is JValue { Value: long or double } number
            && ((schema["minimum"] is { } minimum && (double)number < (double)minimum) || (schema["maximum"] is { } maximum && (double)number > (double)maximum)))
        {
            problems.Add($"{path} is {number}");
        }

        if (value is JValue { Value: string text } && schema["minLength"] is { } shortest && text.Length < (int)shortest)
        {
            problems.Add($"{path} is too short");
        }

        if (value is JArray array && schema["items"] is JObject item)
        {
            problems.AddRange(array.SelectMany((element, index) => Problems(item, element, $"{path}[{index}]")));
        }

        if (value is JObject json && schema["properties"] is JObject properties)
        {
            problems.AddRange((schema["required"] as JArray ?? []).Values<string>().Where(name => !json.ContainsKey(name!)).Select(name => $"{path}.{name} is missing"));
            foreach (JProperty property in json.Properties())
            {
                if (properties[property.Name] is JObject known)
                {
                    problems.AddRange(Problems(known, property.Value, $"{path}.{property.Name}"));
                }
                else
                {
                    problems.Add($"{path}.{property.Name} is not known");
                }
            }
        }

        return problems;
    }

    private static bool Is(string type, JToken value) => type switch
    {
        "string" => value.Type == JTokenType.String,
        "integer" => value.Type == JTokenType.Integer,
        "number" => value.Type is JTokenType.Integer or JTokenType.Float,
        "boolean" => value.Type == JTokenType.Boolean,
        "array" => value.Type == JTokenType.Array,
        "object" => value.Type == JTokenType.Object,
        "null" => value.Type == JTokenType.Null,
        _ => false,
    };
}
