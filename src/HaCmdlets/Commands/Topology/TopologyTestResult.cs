using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>What a test of a topology or of the configurations of its nodes found.</summary>
public sealed class TopologyTestResult
{
    /// <summary>What was tested: a path, several, or a name.</summary>
    public required string Target { get; init; }

    /// <summary>Whether nothing is wrong; warnings do not count.</summary>
    public bool IsValid => Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>What was found, the worst first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
