namespace NginxHa.Topology;

/// <summary>What came of reading a document.</summary>
/// <param name="Topology">The topology; null when something is wrong.</param>
/// <param name="Findings">What is wrong, and what is worth a look.</param>
public sealed record TopologyReadResult(HaTopology? Topology, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether the document can be used.</summary>
    public bool IsValid => Topology is not null;
}
