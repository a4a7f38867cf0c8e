using System.Globalization;
using System.Text.RegularExpressions;
using NginxHa.Platform;

namespace NginxHa.Topology.Keepalived;

/// <summary>Asks an installed keepalived for its opinion.</summary>
public static partial class KeepalivedProgram
{
    private const int EndedBySignal = 143;
    private const int ConfigurationWarning = 5;
    private const int ScriptSecurityOnly = 6;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Has keepalived test a file (<c>keepalived -t</c>). Nothing is started or changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configurationId">Configuration id, or null.</param>
    /// <param name="program">Program name or path.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public static async Task<KeepalivedVerdict> TestAsync(string path, string? configurationId = null, string program = "keepalived", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var command = new SystemCommand(program, ["-t", "-f", Path.GetFullPath(path), .. configurationId is null ? [] : (string[])["-i", configurationId]]) { TimeLimit = _patience };
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        return outcome.Ending == CommandEnding.Exited
            ? Judge(outcome.ExitCode, outcome.OutputText + outcome.Error, path)
            : new KeepalivedVerdict(null, KeepalivedOutcome.NotAvailable, []);
    }

    /// <summary>Reads an exit code and the lines that came with it.</summary>
    internal static KeepalivedVerdict Judge(int exitCode, string text, string path)
    {
        KeepalivedOutcome outcome = exitCode switch
        {
            0 when string.IsNullOrWhiteSpace(text) => KeepalivedOutcome.Accepted,
            0 or ConfigurationWarning or ScriptSecurityOnly => KeepalivedOutcome.Warned,
            EndedBySignal => KeepalivedOutcome.None,
            _ => KeepalivedOutcome.Refused,
        };
        FindingSeverity severity = outcome == KeepalivedOutcome.Refused ? FindingSeverity.Error : FindingSeverity.Warning;
        return new KeepalivedVerdict(exitCode, outcome, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Select(line => Read(line, severity, path))]);
    }

    private static Finding Read(string line, FindingSeverity severity, string path)
    {
        Match match = Place().Match(line);
        return new Finding(severity, "KeepalivedSays", match.Success ? line[match.Length..].Trim() : line)
        {
            File = match.Groups["file"].Success ? match.Groups["file"].Value : path,
            Line = match.Success ? int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture) : 0,
        };
    }

    [GeneratedRegex(@"^\((?:(?<file>[^()]+): )?Line (?<line>[0-9]{1,9})\) ")]
    private static partial Regex Place();
}
