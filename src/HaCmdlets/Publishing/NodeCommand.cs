using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Networks;
using NginxHa.Cmdlets.Resources.Documents;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>Answers a question on the node that it is put to.</summary>
internal static class NodeCommand
{
    /// <summary>Answers.</summary>
    public static async Task<NodeAnswer> RunAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        var node = new LocalNode(request.Topology, request.Settings);
        string name = node.Name;
        NodeDeclaration before = ReadOwn(request) ?? new NodeDeclaration();
        NodeDeclaration now = before;
        IReadOnlyList<string> done = [];
        if (request.Operation == NodeOperation.Apply)
        {
            done = await node.ApplyAsync(cancellationToken).ConfigureAwait(false);
            now = ReadOwn(request) ?? new NodeDeclaration();
        }

        return new NodeAnswer
        {
            Node = name,
            Differences = await node.CompareAsync(cancellationToken).ConfigureAwait(false),
            Done = done,
            Owned = ReadOwned([.. TopologyDerivation.Derive(request.Topology, name).Instances, .. before.Instances, .. now.Instances]),
            Routers = [.. NodeRouter.Of(now)],
            IsRunning = request.Settings.Engine == TopologyEngine.Agent
                ? await RunningAgent.TryGetStatusAsync(cancellationToken).ConfigureAwait(false) is { } agent && agent.DocumentPath == request.Settings.DocumentPath
                : new KeepalivedService(request.Settings.KeepalivedPidPath).FindProcess() is not null,
        };
    }

    /// <summary>What the document that the node has makes of it; null when it has none, or one that is not of this node.</summary>
    private static NodeDeclaration? ReadOwn(NodeRequest request)
    {
        try
        {
            return DocumentFile.Read(request.Settings.DocumentPath) is { } own
                ? TopologyDerivation.Derive(own, new LocalNode(own, request.Settings).Name)
                : null;
        }
        catch (HaException)
        {
            // Whatever stands there, it is not what the node runs.
            return null;
        }
    }

    private static string[] ReadOwned(IReadOnlyList<VrrpInstanceOptions> instances)
    {
        var owned = new SortedSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<string?, VrrpInstanceOptions> place in instances.GroupBy(instance => instance.NetworkNamespace))
        {
            HashSet<string> there = NetworkEntry.Use(place.Key, stack => stack.GetAddresses().Select(address => address.Address.ToIPAddress().ToString()).ToHashSet());
            owned.UnionWith(place.SelectMany(instance => instance.VirtualAddresses).Select(address => address.Address.ToString()).Where(there.Contains));
        }

        return [.. owned];
    }
}
