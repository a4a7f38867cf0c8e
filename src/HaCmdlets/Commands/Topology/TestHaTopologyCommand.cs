using System.Management.Automation;
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

    /// <summary>Gives true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (InputObject is not null)
        {
            Write(InputObject.Name, TopologyValidator.Validate(InputObject));
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
                Write(path, TopologyDocument.ReadFile(path).Findings);
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
        Write(string.Join(", ", _configurations), findings);
    }

    private void Write(string target, IEnumerable<Finding> findings)
    {
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
