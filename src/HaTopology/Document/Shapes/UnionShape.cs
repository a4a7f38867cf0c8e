using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>One of several kinds of objects, told apart by a key.</summary>
internal sealed class UnionShape<T>(string name, string key) : Shape<T>
    where T : class
{
    private readonly List<Kind> _kinds = [];

    private string Names => string.Join(", ", _kinds.Select(kind => $"'{kind.Name}'"));

    public UnionShape<T> Add<TKind>(string kind, ObjectShape<TKind> shape)
        where TKind : class, T
    {
        _kinds.Add(new Kind<TKind>(kind, shape));
        return this;
    }

    public override bool TryRead(JToken token, ReadContext context, out T value)
    {
        value = null!;
        if (token is not JObject json)
        {
            return context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes an object ({name}).");
        }

        if (json.Property(key, StringComparison.Ordinal)?.Value is not JToken tag)
        {
            return context.Refuse(json, "MissingKey", $"{ReadContext.PathOf(json)} has no '{key}'; {name} needs it: one of {Names}.");
        }

        Kind? kind = tag.Type == JTokenType.String ? _kinds.Find(candidate => candidate.Name == (string)tag!) : null;
        return kind is null
            ? context.Refuse(tag, "ValueNotAllowed", $"{ReadContext.PathOf(tag)} is {ReadContext.Describe(tag)}; it takes one of {Names}.")
            : kind.TryRead(json, key, context, out value);
    }

    public override JToken Write(T value)
    {
        var json = new JObject();
        foreach (Kind kind in _kinds)
        {
            if (kind.TryWrite(value, key, json))
            {
                return json;
            }
        }

        throw new NotSupportedException($"A {value.GetType().Name} cannot stand in a document: it exists in a running program only.");
    }

    public override JObject Describe(SchemaContext context) => context.Reference(name, () => new JObject
    {
        ["oneOf"] = new JArray(_kinds.Select(kind => (object)kind.Describe(key, context)).ToArray()),
    });

    private abstract class Kind(string name)
    {
        public string Name { get; } = name;

        public abstract bool TryRead(JObject json, string key, ReadContext context, out T value);

        public abstract bool TryWrite(T value, string key, JObject json);

        public abstract JObject Describe(string key, SchemaContext context);
    }

    private sealed class Kind<TKind>(string name, ObjectShape<TKind> shape) : Kind(name)
        where TKind : class, T
    {
        public override bool TryRead(JObject json, string key, ReadContext context, out T value)
        {
            TKind read = shape.Start();
            bool good = shape.TryReadProperties(json, context, key, ref read);
            value = read;
            return good;
        }

        public override bool TryWrite(T value, string key, JObject json)
        {
            if (value is not TKind own)
            {
                return false;
            }

            json[key] = Name;
            shape.WriteProperties(own, json);
            return true;
        }

        public override JObject Describe(string key, SchemaContext context) => shape.DescribeProperties(context, (key, Name));
    }
}
