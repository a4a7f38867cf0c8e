using System.Management.Automation;
using System.Management.Automation.Host;
using NginxHa.Cmdlets.Errors;
using NginxHa.Platform;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Draws a topology.</summary>
[Cmdlet(VerbsData.ConvertTo, "HaTopologyDiagram", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ConvertToHaTopologyDiagramCommand : HaCmdlet
{
    private const string ObjectSet = "InputObject";
    private const string PathSet = "Path";

    /// <summary>The topology.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public HaTopology InputObject { get; set; } = null!;

    /// <summary>A document.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Characters for a terminal, or SVG.</summary>
    [Parameter]
    public DiagramFormat Format { get; set; }

    /// <summary>Characters a line; that of the terminal when not given.</summary>
    [Parameter]
    [ValidateRange(40, 1000)]
    public int Width { get; set; }

    /// <summary>Plain ASCII instead of box-drawing characters.</summary>
    [Parameter]
    public SwitchParameter Ascii { get; set; }

    /// <summary>Writes the drawing to this file instead of the pipeline.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        HaTopology topology = Path is null ? InputObject : TopologyFile.Read(ResolveFilePath(Path));
        Finding[] errors = [.. TopologyValidator.Validate(topology).Where(finding => finding.Severity == FindingSeverity.Error)];
        if (errors.Length > 0)
        {
            throw HaErrors.InvalidTopology($"'{topology.Name}'", errors);
        }

        string drawing = Format == DiagramFormat.Svg
            ? TopologyDiagram.ToSvg(topology)
            : TopologyDiagram.ToText(topology, Width == 0 ? TerminalWidth() : Width, Ascii);
        if (Destination is null)
        {
            WriteObject(drawing);
            return;
        }

        string file = ResolveFilePath(Destination);
        if (ShouldProcess(file, "Write the drawing"))
        {
            ReplacedFile.Write(file, drawing);
        }
    }

    private int TerminalWidth()
    {
        const int Standard = 100;
        try
        {
            return Host?.UI?.RawUI?.BufferSize.Width is int width and > 0 ? width : Standard;
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or InvalidOperationException or IOException)
        {
            // A host without a terminal.
            return Standard;
        }
    }
}
