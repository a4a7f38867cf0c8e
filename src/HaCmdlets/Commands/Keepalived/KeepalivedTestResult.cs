using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Cmdlets.Commands.Keepalived;

/// <summary>What a test of a keepalived.conf found: this module's opinion and keepalived's own.</summary>
public sealed class KeepalivedTestResult
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Whether nothing is wrong: no error here, and keepalived does not refuse the file.</summary>
    public bool IsValid => Keepalived != KeepalivedOutcome.Refused && Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>What keepalived says (keepalived -t).</summary>
    public required KeepalivedOutcome Keepalived { get; init; }

    /// <summary>Exit code of keepalived; null when it was not asked or is not installed.</summary>
    public required int? KeepalivedExitCode { get; init; }

    /// <summary>What was found, the worst first; what keepalived says has the id KeepalivedSays.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
