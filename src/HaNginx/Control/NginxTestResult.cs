using System.Globalization;
using System.Text.RegularExpressions;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Control;

/// <summary>What <c>nginx -t</c> says of a configuration.</summary>
/// <param name="Success">nginx takes it.</param>
/// <param name="Diagnostics">Its warnings and errors, with file and line where it names them.</param>
/// <param name="Output">All that it wrote.</param>
public sealed partial record NginxTestResult(bool Success, IReadOnlyList<ConfigurationDiagnostic> Diagnostics, string Output)
{
    /// <summary>Reads the output of <c>nginx -t</c>.</summary>
    /// <param name="exitCode">Exit code.</param>
    /// <param name="output">Standard error.</param>
    public static NginxTestResult Parse(int exitCode, string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var diagnostics = new List<ConfigurationDiagnostic>();
        foreach (Match match in Message().Matches(output))
        {
            string reason = match.Groups["reason"].Value.TrimEnd('\r');
            Match place = Place().Match(reason);
            bool error = match.Groups["level"].Value is "emerg" or "alert" or "crit" or "error";
            var diagnostic = new ConfigurationDiagnostic(
                place.Success ? place.Groups["file"].Value : string.Empty,
                place.Success ? int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) : 0,
                0,
                place.Success ? place.Groups["text"].Value : reason,
                error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
            if (!diagnostics.Contains(diagnostic))
            {
                diagnostics.Add(diagnostic);
            }
        }

        return new NginxTestResult(exitCode == 0, diagnostics, output.Trim());
    }

    // "nginx: [emerg] REASON in FILE:LINE"; with a log on stderr with a date and the process instead, or both.
    [GeneratedRegex(@"^(nginx: |\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )\[(?<level>[a-z]+)\] (\d{1,9}#\d{1,9}: )?(?<reason>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Message();

    [GeneratedRegex(@"^(?<text>.*) in (?<file>[^\r\n]+?):(?<line>\d{1,9})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
