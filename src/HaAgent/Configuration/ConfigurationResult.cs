using NginxHa.Topology;

namespace NginxHa.Agent.Configuration;

/// <summary>What came of reading a document for this node.</summary>
/// <param name="Configuration">The configuration, or null when the document is refused.</param>
/// <param name="Findings">What is wrong, and what is worth a look, each with its place.</param>
internal sealed record ConfigurationResult(AgentConfiguration? Configuration, IReadOnlyList<Finding> Findings)
{
    /// <summary>A document that is refused for one reason that has no line.</summary>
    public static ConfigurationResult Refused(string path, string id, string message, string? remedy = null) =>
        new(null, [new Finding(FindingSeverity.Error, id, message) { File = path, Remedy = remedy }]);
}
