using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Cmdlets.Publishing;

/// <summary>
/// Nodes that become what they are told at once: the one with the highest priority among those that run has the address.
/// Keeps what was asked of whom.
/// </summary>
internal sealed class FakeFleet
{
    private readonly Dictionary<string, HaTopology?> _documents;

    public FakeFleet(HaTopology? running, params string[] nodes) => _documents = nodes.ToDictionary(node => node, _ => running);

    public List<(string Node, NodeOperation Operation)> Asked { get; } = [];

    public IEnumerable<string> Applied => Asked.Where(asked => asked.Operation == NodeOperation.Apply).Select(asked => asked.Node);

    /// <summary>Nodes that answer no question.</summary>
    public HashSet<string> Unreachable { get; } = [];

    /// <summary>Nodes that refuse to be changed.</summary>
    public HashSet<string> Refusing { get; } = [];

    /// <summary>Nodes whose checks fail: they never own anything.</summary>
    public HashSet<string> Faulty { get; } = [];

    /// <summary>Nodes that hear nobody: they own all that they were told of.</summary>
    public HashSet<string> Deaf { get; } = [];

    /// <summary>Other names of nodes, as hosts.</summary>
    public Dictionary<string, string> Aliases { get; } = [];

    public INodeChannel Connect(string host) => new Channel(this, Aliases.GetValueOrDefault(host, host), host);

    private NodeAnswer Answer(string node, NodeRequest request)
    {
        Asked.Add((node, request.Operation));
        if (Unreachable.Contains(node))
        {
            throw new System.Management.Automation.RuntimeException("no route to host");
        }

        if (request.Operation == NodeOperation.Apply)
        {
            if (Refusing.Contains(node))
            {
                throw new System.Management.Automation.RuntimeException("the disk is full");
            }

            _documents[node] = request.Topology;
        }

        bool same = _documents[node] is { } own && TopologyDocument.Write(own) == TopologyDocument.Write(request.Topology);
        return new NodeAnswer
        {
            Node = node,
            Differences = same ? [] : ["another document"],
            Done = request.Operation == NodeOperation.Apply ? ["saved"] : [],
            IsRunning = _documents[node] is not null,
            Routers = [.. Routers(node)],
            Owned = [.. Routers(node).Where(router => Owns(node, router)).Select(router => router.Address)],
        };
    }

    private IEnumerable<NodeRouter> Routers(string node) => _documents[node] is not { } topology ? [] : TopologyDerivation.Derive(topology, node).Instances
        .SelectMany(instance => instance.VirtualAddresses.Select(address => new NodeRouter(address.Address.ToString(), instance.VirtualRouterId, instance.Priority, instance.Preempt)));

    private bool Owns(string node, NodeRouter router)
    {
        (string Node, int Priority)[] rivals =
        [
            .. _documents.Keys.Where(other => !Faulty.Contains(other))
                .SelectMany(other => Routers(other).Where(entry => entry.VirtualRouterId == router.VirtualRouterId).Select(entry => (other, entry.Priority)))
                .Distinct()
                .OrderByDescending(rival => rival.Priority)
                .ThenBy(rival => rival.other, StringComparer.Ordinal),
        ];
        return Deaf.Contains(node) || (rivals.Length > 0 && rivals[0].Node == node);
    }

    private sealed class Channel(FakeFleet fleet, string node, string host) : INodeChannel
    {
        public string Target => host;

        // Through the texts, as over a session.
        public Task<NodeAnswer> AskAsync(NodeRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(NodeAnswer.Read(fleet.Answer(node, NodeRequest.Read(request.Write())).Write()));

        public void Dispose()
        {
        }
    }
}
