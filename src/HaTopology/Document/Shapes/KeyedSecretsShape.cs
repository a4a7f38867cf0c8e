using System.Globalization;
using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>Secrets by a number from 0 to 255.</summary>
internal sealed class KeyedSecretsShape : Shape<IReadOnlyDictionary<byte, ReadOnlyMemory<byte>>>
{
    public override bool TryRead(JToken token, ReadContext context, out IReadOnlyDictionary<byte, ReadOnlyMemory<byte>> value)
    {
        var keys = new SortedDictionary<byte, ReadOnlyMemory<byte>>();
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
            else if (ValueShapes.Secret.TryRead(property.Value, context, out ReadOnlyMemory<byte> secret))
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

    public override JToken Write(IReadOnlyDictionary<byte, ReadOnlyMemory<byte>> value)
    {
        var json = new JObject();
        foreach ((byte id, ReadOnlyMemory<byte> secret) in value.OrderBy(pair => pair.Key))
        {
            json[id.ToString(CultureInfo.InvariantCulture)] = ValueShapes.Secret.Write(secret);
        }

        return json;
    }

    public override JObject Describe(SchemaContext context) => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JObject { ["pattern"] = "^(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$" },
        ["additionalProperties"] = ValueShapes.Secret.Describe(context),
    };
}
