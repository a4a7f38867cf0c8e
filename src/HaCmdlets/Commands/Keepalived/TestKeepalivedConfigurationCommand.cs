using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Cmdlets.Commands.Keepalived;

/// <summary>Tests a keepalived.conf: what keepalived says, and what it does not tell.</summary>
[Cmdlet(VerbsDiagnostic.Test, "KeepalivedConfiguration")]
[OutputType(typeof(KeepalivedTestResult))]
[OutputType(typeof(bool))]
public sealed class TestKeepalivedConfigurationCommand : HaCmdlet
{
    /// <summary>The files.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [ImportKeepalivedConfigurationCommand.DefaultPath];

    /// <summary>The configuration id that @ lines are compared with (keepalived --config-id).</summary>
    [Parameter]
    public string? ConfigurationId { get; set; }

    /// <summary>Does not ask keepalived and does not look at programs: for files of another machine.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Gives true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (string path in Path.Select(ResolveFilePath))
        {
            if (!File.Exists(path))
            {
                WriteError(HaErrors.PathNotFound(path), path);
                continue;
            }

            KeepalivedTestResult result = Test(path);
            if (Quiet)
            {
                WriteObject(result.IsValid);
            }
            else
            {
                WriteObject(result);
            }
        }
    }

    private KeepalivedTestResult Test(string path)
    {
        KeepalivedDocument document = KeepalivedDocument.ReadFile(path, new KeepalivedReadOptions { ConfigurationId = ConfigurationId });
        KeepalivedConfiguration configuration = KeepalivedImporter.Import(document);
        KeepalivedVerdict verdict = Offline
            ? new KeepalivedVerdict(null, KeepalivedOutcome.NotAvailable, [])
            : Await(token => KeepalivedProgram.TestAsync(path, ConfigurationId, cancellationToken: token));
        Finding[] findings =
        [
            .. configuration.Findings.Where(finding => finding.Id != "EngineRefuses"),
            .. KeepalivedLinter.Lint(document, configuration, looksAtFiles: !Offline),
            .. verdict.Findings,
        ];
        return new KeepalivedTestResult
        {
            Path = path,
            Keepalived = verdict.Outcome,
            KeepalivedExitCode = verdict.ExitCode,
            Findings = [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Line)],
        };
    }
}
