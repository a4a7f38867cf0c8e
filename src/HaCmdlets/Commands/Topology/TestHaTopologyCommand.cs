using System.Management.Automation;
using NginxHa.Cmdlets.Commands.Installation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Tests a topology, or the configurations of all its nodes together.</summary>
[Cmdlet(VerbsDiagnostic.Test, "HaTopology", DefaultParameterSetName = PathSet)]
[OutputType(typeof(TopologyTestResult))]
[OutputType(typeof(bool))]
public sealed class TestHaTopologyCommand : HaCmdlet
{
    private const string PathSet = "Path";
    private const string ObjectSet = "InputObject";

    private readonly List<string> _configurations = [];

    /// <summary>Topologies.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public HaTopology? InputObject { get; set; }

    /// <summary>Documents, each tested on its own; or the keepalived.conf of each node, tested together.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [TopologyDocument.DefaultPath];

    /// <summary>Configuration id of the nodes, in the order of the paths (keepalived --config-id).</summary>
    [Parameter(ParameterSetName = PathSet)]
    public string[] ConfigurationId { get; set; } = [];

    /// <summary>Holds each topology against the live segment of this node, too.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    /// <summary>This machine's part in the topology: a node's name, Master, or Backup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>How long to listen for advertisements.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? ListenTime { get; set; }

    /// <summary>Gives true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        if (!Online && (Role is not null || ListenTime is not null))
        {
            throw HaErrors.InvalidCombination($"-{(Role is not null ? nameof(Role) : nameof(ListenTime))} is for the live segment; say -Online with it.");
        }

        if (ListenTime is { } time && (time < TimeSpan.Zero || time > TimeSpan.FromHours(1)))
        {
            throw HaErrors.InvalidValue(nameof(ListenTime), time, "0 to 1 hour");
        }
    }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (InputObject is not null)
        {
            Write(InputObject.Name, InputObject, TopologyValidator.Validate(InputObject));
            return;
        }

        foreach (string path in Path.Select(ResolveFilePath))
        {
            if (!File.Exists(path))
            {
                WriteError(HaErrors.PathNotFound(path), path);
            }
            else if (TopologyFile.IsDocument(path))
            {
                TopologyReadResult read = TopologyDocument.ReadFile(path);
                Write(path, read.Topology, read.Findings);
            }
            else if (Online)
            {
                WriteError(HaErrors.InvalidCombination($"'{path}' is the configuration of one node, which does not name the others; -Online tests topologies. Import-KeepalivedConfiguration makes one of it."), path);
            }
            else
            {
                _configurations.Add(path);
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_configurations.Count == 0)
        {
            return;
        }

        var findings = new List<Finding>();
        ComparedNode[] nodes = [.. _configurations.SelectMany((path, index) => NodeReader.Read(path, ConfigurationId.ElementAtOrDefault(index), findings))];
        if (nodes.Length < 2)
        {
            throw HaErrors.InvalidCombination($"'{_configurations[0]}' is the configuration of one node; give those of all nodes, or use Test-KeepalivedConfiguration.");
        }

        findings.AddRange(TopologyComparison.Compare(nodes));
        Write(string.Join(", ", _configurations), null, findings);
    }

    private void Write(string target, HaTopology? topology, IEnumerable<Finding> findings)
    {
        // What is wrong by itself cannot be derived from, and would only be found a second time on the segment.
        if (Online && topology is not null && !findings.Any(finding => finding.Severity == FindingSeverity.Error))
        {
            NodeDeclaration self = ChosenTopology.Derive(topology, Role);
            findings = [.. findings, .. Await(token => OnlineTopology.TestAsync(topology, self, ListenTime, token))];
        }

        var result = new TopologyTestResult { Target = target, Findings = [.. findings.OrderByDescending(finding => finding.Severity)] };
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
