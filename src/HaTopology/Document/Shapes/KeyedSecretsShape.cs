using System.Globalization;
using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>Secrets by a number from 0 to 255.</summary>
internal sealed class KeyedSecretsShape : Shape<IReadOnlyDictionary<byte, SecretValue>>
{
    public override bool TryRead(JToken token, ReadContext context, out IReadOnlyDictionary<byte, SecretValue> value)
    {
        var keys = new SortedDictionary<byte, SecretValue>();
        value = keys;
        if (token is not JObject json)
        {
            return context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes an object of key numbers and keys.");
        }

        bool good = true;
        foreach (JProperty property in json.Properties())
        {
            if (!byte.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out byte id))
            {
                good = context.Refuse(property, "UnknownKey", $"'{property.Name}' is not a key number from 0 to 255.");
            }
            else if (SecretShape.Instance.TryRead(property.Value, context, out SecretValue secret))
            {
                keys[id] = secret;
            }
            else
            {
                good = false;
            }
        }

        return good;
    }

    public override JToken Write(IReadOnlyDictionary<byte, SecretValue> value)
    {
        var json = new JObject();
        foreach ((byte id, SecretValue secret) in value.OrderBy(pair => pair.Key))
        {
            json[id.ToString(CultureInfo.InvariantCulture)] = SecretShape.Instance.Write(secret);
        }

        return json;
    }

    public override JObject Describe(SchemaContext context) => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JObject { ["pattern"] = "^(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$" },
        ["additionalProperties"] = SecretShape.Instance.Describe(context),
    };
}
