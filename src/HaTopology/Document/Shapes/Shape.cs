using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>
/// How a value looks in a document: read, written and described by one declaration, so that reader, writer and schema
/// cannot differ. Nothing here uses reflection.
/// </summary>
internal abstract class Shape<T>
{
    /// <summary>Reads a value; false with a finding when it is not one.</summary>
    public abstract bool TryRead(JToken token, ReadContext context, out T value);

    /// <summary>The value as a token, in the order of the declaration.</summary>
    public abstract JToken Write(T value);

    /// <summary>The value as a token that leaves nothing out: defaults too, and no shorthand.</summary>
    public virtual JToken WriteAll(T value) => Write(value);

    /// <summary>JSON schema of the value.</summary>
    public abstract JObject Describe(SchemaContext context);
}
