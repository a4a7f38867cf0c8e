using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Resources.Documents;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>This machine as a node of a topology: held against the document, and made what it says.</summary>
/// <param name="topology">A topology without errors.</param>
/// <param name="settings">How.</param>
internal sealed class LocalNode(HaTopology topology, NodeSettings settings)
{
    private string? _name;

    /// <summary>Name of the node.</summary>
    /// <exception cref="HaException">This machine is none of the nodes.</exception>
    public string Name => _name ??= FindName(topology, settings.Node);

    /// <summary>What is another than the document says; empty when nothing is to be done.</summary>
    public async Task<IReadOnlyList<string>> CompareAsync(CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        string path = settings.DocumentPath;
        if (!File.Exists(path))
        {
            differences.Add($"'{path}' is absent; declared is present.");
        }
        else if (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) != TopologyDocument.Write(topology))
        {
            differences.Add($"'{path}' is another document than declared.");
        }
        else if (settings.Engine == TopologyEngine.Agent && await RunningAgent.LagAsync(path, cancellationToken).ConfigureAwait(false) is { } lag)
        {
            differences.Add(lag);
        }

        if (settings.Engine == TopologyEngine.Keepalived)
        {
            differences.AddRange(new KeepalivedFile(settings.KeepalivedPath).Differences(Derive()));
        }

        return differences;
    }

    /// <summary>Makes this machine what the document says. What is so already is not touched.</summary>
    /// <returns>What was done, for people.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken)
    {
        // Everything that can fail for the declaration's sake comes before anything is written.
        NodeDeclaration declaration = Derive();
        if (settings.Engine == TopologyEngine.Agent)
        {
            return await RunningAgent.PublishAsync(settings.DocumentPath, topology, cancellationToken).ConfigureAwait(false);
        }

        string text = KeepalivedFile.Text(declaration);
        var file = new KeepalivedFile(settings.KeepalivedPath);
        var done = new List<string>();
        if (file.Differences(declaration).Count > 0 && await file.WriteAsync(text, cancellationToken).ConfigureAwait(false))
        {
            done.Add($"Saved '{settings.KeepalivedPath}'.");
            if (await new KeepalivedService(settings.KeepalivedPidPath).ReloadAsync(cancellationToken).ConfigureAwait(false))
            {
                done.Add("keepalived reads it again.");
            }
        }

        if (DocumentFile.Write(settings.DocumentPath, topology))
        {
            done.Add($"Saved '{settings.DocumentPath}'.");
        }

        return done;
    }

    /// <summary>Name of this machine's node in a topology.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="named">The name that the user gave; null to find it by machine id, host name or address.</param>
    /// <param name="remedy">What the user can do when it is not found, with a blank before it; empty for nothing.</param>
    /// <exception cref="HaException">There is no such node, or this machine is none of them.</exception>
    public static string FindName(HaTopology topology, string? named, string remedy = "")
    {
        if (topology.IsSingleNode)
        {
            return named ?? topology.Name;
        }

        if (named is not null)
        {
            return topology.Nodes.Any(node => node.Name == named) ? named : throw HaErrors.NodeNotFound(named, topology);
        }

        return TopologyNodeFinder.Find(topology, LocalIdentity.Read(), out string? problem)?.Name ?? throw HaErrors.LocalNodeNotFound(problem + remedy);
    }

    private NodeDeclaration Derive() => TopologyDerivation.Derive(topology, Name);
}
