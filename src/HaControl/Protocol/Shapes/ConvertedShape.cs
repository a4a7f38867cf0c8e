using Newtonsoft.Json.Linq;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Protocol;

/// <summary>A value that is told by way of another one.</summary>
internal sealed class ConvertedShape<T, TParts>(Shape<TParts> inner, Func<TParts, T> join, Func<T, TParts> split) : Shape<T>
{
    public override bool TryRead(JToken token, ReadContext context, out T value)
    {
        bool good = inner.TryRead(token, context, out TParts parts);
        value = good ? join(parts) : default!;
        return good;
    }

    public override JToken Write(T value) => inner.Write(split(value));

    public override JObject Describe(SchemaContext context) => inner.Describe(context);
}
