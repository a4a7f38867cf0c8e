using System.Security.Cryptography;
using NginxHa.Topology;

namespace NginxHa.Agent.Configuration;

/// <summary>A document that was read, checked and applied to this node.</summary>
/// <param name="Topology">The document.</param>
/// <param name="Node">What this node has to run.</param>
/// <param name="Document">The document's bytes.</param>
internal sealed record AgentConfiguration(HaTopology Topology, NodeDeclaration Node, ReadOnlyMemory<byte> Document)
{
    /// <summary>
    /// SHA-256 of the document's bytes, as 64 lower-case hexadecimal digits. Made when somebody asks: the first hash of a process
    /// loads a library of several megabytes, which a start need not wait for.
    /// </summary>
    public string Hash => Convert.ToHexString(SHA256.HashData(Document.Span)).ToLowerInvariant();

    /// <summary>The agent's own settings.</summary>
    public AgentSettings Settings => Topology.Agent;
}
