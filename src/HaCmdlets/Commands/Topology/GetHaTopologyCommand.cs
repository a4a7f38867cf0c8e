using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Reads a topology document, or what one of its nodes has to run.</summary>
[Cmdlet(VerbsCommon.Get, "HaTopology", DefaultParameterSetName = DocumentSet)]
[OutputType(typeof(HaTopology), ParameterSetName = [DocumentSet])]
[OutputType(typeof(NodeDeclaration), ParameterSetName = [NodeSet, LocalSet])]
public sealed class GetHaTopologyCommand : HaCmdlet
{
    private const string DocumentSet = "Document";
    private const string NodeSet = "Node";
    private const string LocalSet = "Local";

    /// <summary>The documents.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [TopologyDocument.DefaultPath];

    /// <summary>Gives what this node has to run.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NodeSet)]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>Gives what this machine has to run.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LocalSet)]
    public SwitchParameter Local { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (string path in Path)
        {
            try
            {
                Write(TopologyFile.Read(ResolveFilePath(path)));
            }
            catch (Exception exception) when (exception is HaException or IOException or UnauthorizedAccessException)
            {
                WriteError(exception, path);
            }
        }
    }

    private void Write(HaTopology topology)
    {
        if (ParameterSetName == DocumentSet)
        {
            WriteObject(topology);
            return;
        }

        string node = Node ?? topology.Name;
        if (Local && !topology.IsSingleNode)
        {
            node = TopologyNodeFinder.Find(topology, LocalIdentity.Read(), out string? problem)?.Name ?? throw HaErrors.LocalNodeNotFound(problem!);
        }
        else if (!topology.IsSingleNode && topology.Nodes.All(candidate => candidate.Name != node))
        {
            throw HaErrors.NodeNotFound(node, topology);
        }

        WriteObject(TopologyDerivation.Derive(topology, node));
    }
}
