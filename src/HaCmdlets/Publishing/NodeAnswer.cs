using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>A node's answer.</summary>
internal sealed record NodeAnswer
{
    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>What is another than the document says; after <see cref="NodeOperation.Apply"/> what still is.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What was done.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Virtual IPs, of the document or of the node's own, that are on its interfaces now.</summary>
    public IReadOnlyList<string> Owned { get; init; } = [];

    /// <summary>What the document that the node has says of each virtual IP.</summary>
    public IReadOnlyList<NodeRouter> Routers { get; init; } = [];

    /// <summary>Whether the engine runs there.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The answer as one text.</summary>
    public string Write() => new JObject
    {
        ["node"] = Node,
        ["differences"] = new JArray(Differences),
        ["done"] = new JArray(Done),
        ["owned"] = new JArray(Owned),
        ["routers"] = new JArray(Routers.Select(router => router.Write())),
        ["isRunning"] = IsRunning,
    }.ToString(Formatting.None);

    /// <summary>Reads a text.</summary>
    public static NodeAnswer Read(string text)
    {
        JObject json = JObject.Parse(text);
        return new NodeAnswer
        {
            Node = (string)json["node"]!,
            Differences = [.. json["differences"]!.Values<string>()!],
            Done = [.. json["done"]!.Values<string>()!],
            Owned = [.. json["owned"]!.Values<string>()!],
            Routers = [.. json["routers"]!.Select(NodeRouter.Read)],
            IsRunning = (bool)json["isRunning"]!,
        };
    }
}
