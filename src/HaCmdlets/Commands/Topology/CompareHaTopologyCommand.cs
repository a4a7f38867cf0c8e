using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Holds the configurations of the nodes of a pair or cluster against each other.</summary>
[Cmdlet(VerbsData.Compare, "HaTopology")]
[OutputType(typeof(Finding))]
public sealed class CompareHaTopologyCommand : HaCmdlet
{
    private readonly List<string> _paths = [];

    /// <summary>A keepalived.conf of each node, or documents.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Configuration id of the nodes, in the order of the paths (keepalived --config-id).</summary>
    [Parameter]
    public string[] ConfigurationId { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnProcess() => _paths.AddRange(Path.Select(ResolveFilePath));

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var findings = new List<Finding>();
        ComparedNode[] nodes = [.. _paths.SelectMany((path, index) => NodeReader.Read(path, ConfigurationId.ElementAtOrDefault(index), findings))];
        if (nodes.Length < 2)
        {
            throw HaErrors.InvalidCombination($"There is one node in {string.Join(", ", _paths)}; a comparison needs at least two.");
        }

        WriteObject(TopologyComparison.Compare(nodes), enumerateCollection: true);
    }
}
