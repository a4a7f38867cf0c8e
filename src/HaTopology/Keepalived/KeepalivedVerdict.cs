namespace NginxHa.Topology.Keepalived;

/// <summary>What <c>keepalived -t</c> says about a file.</summary>
/// <param name="ExitCode">Its exit code; null when keepalived is not installed.</param>
/// <param name="Outcome">What the exit code means.</param>
/// <param name="Findings">Its lines, each with file and line where it names them.</param>
public sealed record KeepalivedVerdict(int? ExitCode, KeepalivedOutcome Outcome, IReadOnlyList<Finding> Findings);
