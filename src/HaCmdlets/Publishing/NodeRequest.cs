using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>A question to a node, as one text that gets through any channel.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="Topology">The document.</param>
/// <param name="Settings">How the node is made what it says.</param>
internal sealed record NodeRequest(NodeOperation Operation, HaTopology Topology, NodeSettings Settings)
{
    /// <summary>The text.</summary>
    public string Write() => new JObject
    {
        ["operation"] = Operation.ToString(),
        ["document"] = TopologyDocument.Write(Topology),
        ["engine"] = Settings.Engine.ToString(),
        ["documentPath"] = Settings.DocumentPath,
        ["keepalivedPath"] = Settings.KeepalivedPath,
        ["keepalivedPidPath"] = Settings.KeepalivedPidPath,
        ["node"] = Settings.Node,
    }.ToString(Formatting.None);

    /// <summary>Reads a text.</summary>
    public static NodeRequest Read(string text)
    {
        JObject json = JObject.Parse(text);
        return new NodeRequest(
            Enum.Parse<NodeOperation>((string)json["operation"]!),
            Resources.Documents.DocumentFile.Require(TopologyDocument.Parse((string)json["document"]!), "The document that was sent"),
            new NodeSettings
            {
                Engine = Enum.Parse<TopologyEngine>((string)json["engine"]!),
                DocumentPath = (string)json["documentPath"]!,
                KeepalivedPath = (string)json["keepalivedPath"]!,
                KeepalivedPidPath = (string)json["keepalivedPidPath"]!,
                Node = (string?)json["node"],
            });
    }
}
