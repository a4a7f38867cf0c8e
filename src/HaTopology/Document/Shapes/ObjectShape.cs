using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>An object with named properties; unknown ones are refused, missing ones keep their default.</summary>
/// <typeparam name="T">An immutable record: each property makes a changed copy.</typeparam>
/// <param name="name">Name of the definition in the schema.</param>
/// <param name="description">What it is, in one sentence.</param>
/// <param name="start">The value with all defaults; required properties hold anything.</param>
internal sealed class ObjectShape<T>(string name, string description, Func<T> start) : Shape<T>
    where T : class
{
    private readonly List<Property> _properties = [];

    /// <summary>Declares an optional property. The default is what the starting value has.</summary>
    public ObjectShape<T> Optional<TValue>(string key, string text, Shape<TValue> shape, Func<T, TValue> get, Func<T, TValue, T> set)
    {
        _properties.Add(new Property<TValue>(key, text, isRequired: false, shape, get, set));
        return this;
    }

    /// <summary>Declares a property that has to be there.</summary>
    public ObjectShape<T> Required<TValue>(string key, string text, Shape<TValue> shape, Func<T, TValue> get, Func<T, TValue, T> set)
    {
        _properties.Add(new Property<TValue>(key, text, isRequired: true, shape, get, set));
        return this;
    }

    /// <summary>A value with all defaults.</summary>
    public T Start() => start();

    public IEnumerable<string> Keys => _properties.Select(property => property.Key);

    public override bool TryRead(JToken token, ReadContext context, out T value)
    {
        value = start();
        if (token is not JObject json)
        {
            return context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes an object ({name}).");
        }

        return TryReadProperties(json, context, ignoredKey: null, ref value);
    }

    /// <summary>Reads the properties of an object; one key may belong to somebody else.</summary>
    public bool TryReadProperties(JObject json, ReadContext context, string? ignoredKey, ref T value)
    {
        bool good = true;
        foreach (JProperty property in json.Properties())
        {
            if (property.Name != ignoredKey && !_properties.Exists(known => known.Key == property.Name))
            {
                string? similar = _properties.Select(known => known.Key).FirstOrDefault(key => key.Equals(property.Name, StringComparison.OrdinalIgnoreCase))
                    ?? _properties.Select(known => known.Key).FirstOrDefault(key => key.StartsWith(property.Name, StringComparison.OrdinalIgnoreCase) || property.Name.StartsWith(key, StringComparison.OrdinalIgnoreCase));
                context.Add(
                    FindingSeverity.Error,
                    property,
                    "UnknownKey",
                    $"'{property.Name}' is not a key of {name}; it takes {string.Join(", ", Keys)}.",
                    similar is null ? null : $"Did you mean '{similar}'?");
                good = false;
            }
        }

        foreach (Property property in _properties)
        {
            if (json.Property(property.Key, StringComparison.Ordinal) is JProperty present)
            {
                good &= property.TryRead(present.Value, context, ref value);
            }
            else if (property.IsRequired)
            {
                good = context.Refuse(json, "MissingKey", $"{ReadContext.PathOf(json)} has no '{property.Key}'; {name} needs it: {property.Text}");
            }
        }

        return good;
    }

    public override JToken Write(T value)
    {
        var json = new JObject();
        WriteProperties(value, json);
        return json;
    }

    public override JToken WriteAll(T value)
    {
        var json = new JObject();
        WriteAllProperties(value, json);
        return json;
    }

    /// <summary>Writes every property.</summary>
    public void WriteAllProperties(T value, JObject json)
    {
        foreach (Property property in _properties)
        {
            json[property.Key] = property.WriteAll(value);
        }
    }

    /// <summary>Writes what is required or differs from the default.</summary>
    public void WriteProperties(T value, JObject json)
    {
        T defaults = start();
        foreach (Property property in _properties)
        {
            JToken written = property.Write(value);
            if (property.IsRequired || !JToken.DeepEquals(written, property.Write(defaults)))
            {
                json[property.Key] = written;
            }
        }
    }

    public override JObject Describe(SchemaContext context) => context.Reference(name, () => DescribeProperties(context, tag: null));

    /// <summary>The schema of the object itself.</summary>
    /// <param name="context">Definitions.</param>
    /// <param name="tag">A property with one fixed value that tells kinds of objects apart.</param>
    public JObject DescribeProperties(SchemaContext context, (string Key, string Value)? tag)
    {
        var properties = new JObject();
        var required = new JArray();
        if (tag is (string key, string kind))
        {
            properties[key] = new JObject { ["const"] = kind };
            required.Add(key);
        }

        T defaults = start();
        foreach (Property property in _properties)
        {
            JObject schema = property.Describe(context);
            var described = new JObject { ["description"] = property.Text };
            if (schema.ContainsKey("$ref"))
            {
                described["allOf"] = new JArray(schema);
            }
            else
            {
                described.Merge(schema);
            }

            if (property.IsRequired)
            {
                required.Add(property.Key);
            }
            else
            {
                described["default"] = property.Write(defaults);
            }

            properties[property.Key] = described;
        }

        var result = new JObject { ["description"] = description, ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Count > 0)
        {
            result["required"] = required;
        }

        return result;
    }

    private abstract class Property(string key, string text, bool isRequired)
    {
        public string Key { get; } = key;

        public string Text { get; } = text;

        public bool IsRequired { get; } = isRequired;

        public abstract bool TryRead(JToken token, ReadContext context, ref T value);

        public abstract JToken Write(T value);

        public abstract JToken WriteAll(T value);

        public abstract JObject Describe(SchemaContext context);
    }

    private sealed class Property<TValue>(string key, string text, bool isRequired, Shape<TValue> shape, Func<T, TValue> get, Func<T, TValue, T> set)
        : Property(key, text, isRequired)
    {
        public override bool TryRead(JToken token, ReadContext context, ref T value)
        {
            if (!shape.TryRead(token, context, out TValue read))
            {
                return false;
            }

            value = set(value, read);
            return true;
        }

        public override JToken Write(T value) => shape.Write(get(value));

        public override JToken WriteAll(T value) => shape.WriteAll(get(value));

        public override JObject Describe(SchemaContext context) => shape.Describe(context);
    }
}
