using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>A list of values of one kind.</summary>
internal sealed class ListShape<T>(Shape<T> item) : Shape<IReadOnlyList<T>>
{
    public override bool TryRead(JToken token, ReadContext context, out IReadOnlyList<T> value)
    {
        value = [];
        if (token is not JArray array)
        {
            return context.Refuse(token, "WrongType", $"{ReadContext.PathOf(token)} is {ReadContext.Describe(token)}; it takes a list.");
        }

        var items = new List<T>(array.Count);
        bool good = true;
        foreach (JToken element in array)
        {
            if (item.TryRead(element, context, out T read))
            {
                items.Add(read);
            }
            else
            {
                good = false;
            }
        }

        value = items;
        return good;
    }

    public override JToken Write(IReadOnlyList<T> value) => Write(value, item.Write);

    public override JToken WriteAll(IReadOnlyList<T> value) => Write(value, item.WriteAll);

    public override JObject Describe(SchemaContext context) => new() { ["type"] = "array", ["items"] = item.Describe(context) };

    private static JArray Write(IReadOnlyList<T> value, Func<T, JToken> write)
    {
        var array = new JArray();
        foreach (T element in value)
        {
            array.Add(write(element));
        }

        return array;
    }
}
