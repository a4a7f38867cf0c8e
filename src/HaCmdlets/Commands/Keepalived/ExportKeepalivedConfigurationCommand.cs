using System.Management.Automation;
using NginxHa.Cmdlets.Commands.Topology;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Platform;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.Keepalived;

/// <summary>Writes a keepalived.conf that keepalived accepts without a word and that means the same.</summary>
[Cmdlet(VerbsData.Export, "KeepalivedConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
[OutputType(typeof(FileInfo))]
public sealed class ExportKeepalivedConfigurationCommand : HaCmdlet
{
    private readonly List<VrrpInstanceOptions> _instances = [];

    /// <summary>What to write: an imported configuration, a topology, what a node has to run, or virtual routers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The node of a topology to write for; the machine's own when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>The file to write; without one the text is the output.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Writes what keepalived can do, although that is not everything.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        switch (InputObject.BaseObject)
        {
            case KeepalivedConfiguration configuration:
                Write(KeepalivedExporter.Export(configuration));
                break;
            case HaTopology topology:
                Write(KeepalivedExporter.Export(Derive(topology)));
                break;
            case NodeDeclaration node:
                Write(KeepalivedExporter.Export(node));
                break;
            case VrrpInstanceOptions instance:
                _instances.Add(instance);
                break;
            default:
                throw HaErrors.InvalidValue(nameof(InputObject), InputObject, "what Import-KeepalivedConfiguration, New-HaTopology and Get-HaTopology give, or options of virtual routers");
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_instances.Count > 0)
        {
            Write(KeepalivedExporter.Export(new NodeDeclaration { Instances = _instances }));
        }
    }

    private NodeDeclaration Derive(HaTopology topology)
    {
        Finding[] errors = [.. TopologyValidator.Validate(topology).Where(finding => finding.Severity == FindingSeverity.Error)];
        if (errors.Length > 0)
        {
            throw HaErrors.InvalidTopology($"'{topology.Name}'", errors);
        }

        return TopologyDerivation.Derive(topology, LocalNode.FindName(topology, Node, remedy: " Name the node with -Node."));
    }

    private void Write(KeepalivedExport export)
    {
        Finding[] errors = [.. export.Findings.Where(finding => finding.Severity == FindingSeverity.Error)];
        if (errors.Length > 0 && !Force)
        {
            throw HaErrors.ExportIncomplete(errors);
        }

        foreach (Finding finding in export.Findings.Where(finding => finding.Severity != FindingSeverity.Information))
        {
            WriteWarning(finding.Message);
        }

        if (Path is null)
        {
            WriteObject(export.Text);
            return;
        }

        string path = ResolveFilePath(Path);
        string difference = TopologyFile.Difference(path, export.Text);
        if (difference.Length == 0)
        {
            WriteVerbose($"'{path}' is like this already.");
        }
        else if (ShouldProcess($"Write '{path}':\n{difference}", $"Write '{path}'?", "Export-KeepalivedConfiguration"))
        {
            ReplacedFile.Write(path, export.Text);
        }
        else
        {
            return;
        }

        if (PassThru)
        {
            WriteObject(new FileInfo(path));
        }
    }
}
