namespace NginxHa.Topology.Keepalived;

/// <summary>A keepalived.conf as text, and what the text cannot say.</summary>
/// <param name="Text">The configuration.</param>
/// <param name="Findings">
/// Errors for what keepalived 2.2.7 has nothing for (the text is then not the same as the options), warnings for what
/// had to be changed a little, information for what does not matter to the outcome.
/// </param>
public sealed record KeepalivedExport(string Text, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether the text means everything that the options mean.</summary>
    public bool IsComplete => !Findings.Any(finding => finding.Severity == FindingSeverity.Error);
}
