using NginxHa.Topology;

namespace NginxHa.Agent.Configuration;

/// <summary>A document that was read, checked and applied to this node.</summary>
/// <param name="Topology">The document.</param>
/// <param name="Node">What this node has to run.</param>
/// <param name="Hash">SHA-256 of the document's bytes, as 64 lower-case hexadecimal digits.</param>
internal sealed record AgentConfiguration(HaTopology Topology, NodeDeclaration Node, string Hash)
{
    /// <summary>The agent's own settings.</summary>
    public AgentSettings Settings => Topology.Agent;
}
