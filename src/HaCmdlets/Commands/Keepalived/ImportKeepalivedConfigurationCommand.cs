using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Cmdlets.Commands.Keepalived;

/// <summary>Reads a keepalived.conf as keepalived 2.2.7 understands it.</summary>
[Cmdlet(VerbsData.Import, "KeepalivedConfiguration")]
[OutputType(typeof(KeepalivedConfiguration))]
public sealed class ImportKeepalivedConfigurationCommand : HaCmdlet
{
    /// <summary>Where keepalived looks for its configuration.</summary>
    internal const string DefaultPath = "/etc/keepalived/keepalived.conf";

    /// <summary>The files.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [DefaultPath];

    /// <summary>The configuration id that @ lines are compared with (keepalived --config-id).</summary>
    [Parameter]
    public string? ConfigurationId { get; set; }

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

            KeepalivedConfiguration configuration = KeepalivedImporter.Import(KeepalivedDocument.ReadFile(path, new KeepalivedReadOptions { ConfigurationId = ConfigurationId }));
            foreach (Finding finding in configuration.Findings.Where(finding => finding.Severity != FindingSeverity.Information))
            {
                WriteWarning(finding.ToString());
            }

            if (configuration.Kept.Count > 0)
            {
                WriteWarning($"{path}: {configuration.Kept.Count} statements have no equivalent here ({string.Join(", ", configuration.Kept.Select(kept => kept.Statement.Keyword).Distinct())}); the property Kept says why.");
            }

            WriteObject(configuration);
        }
    }
}
