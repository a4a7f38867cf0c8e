using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Cmdlets.Publishing;

/// <summary>
/// Nodes that become what they are told at once: the one with the highest priority among those that run and listen to one
/// another has the address. keepalived listens while the advertised lists are alike, the agent always. Keeps what was asked of whom.
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
            Routers = [.. NodeRouter.Of(Declaration(node))],
            Owned = [.. Owned(node, request.Settings.Engine)],
        };
    }

    private NodeDeclaration Declaration(string node) => _documents[node] is { } topology ? TopologyDerivation.Derive(topology, node) : new NodeDeclaration();

    /// <summary>The addresses of the instances that a node is master of: of each in a sync group, or of none there.</summary>
    private IEnumerable<string> Owned(string node, TopologyEngine engine)
    {
        NodeDeclaration own = Declaration(node);
        return own.Instances
            .Where(instance => Deaf.Contains(node) || Together(own, instance).All(member => Leads(node, member, engine)))
            .SelectMany(instance => instance.VirtualAddresses)
            .Select(address => address.Address.ToString());
    }

    private static IEnumerable<VrrpInstanceOptions> Together(NodeDeclaration own, VrrpInstanceOptions instance) =>
        own.SyncGroups.FirstOrDefault(group => group.Members.Contains(instance.Name)) is { } group
            ? own.Instances.Where(other => group.Members.Contains(other.Name))
            : [instance];

    /// <summary>Whether no better node advertises the virtual router so that this one listens.</summary>
    private bool Leads(string node, VrrpInstanceOptions instance, TopologyEngine engine) => !Faulty.Contains(node) && _documents.Keys
        .Where(other => other != node && !Faulty.Contains(other))
        .SelectMany(other => Declaration(other).Instances.Where(rival => Hears(instance, rival, engine)).Select(rival => (Node: other, rival.Priority)))
        .All(rival => rival.Priority < instance.Priority || (rival.Priority == instance.Priority && string.CompareOrdinal(node, rival.Node) < 0));

    private static bool Hears(VrrpInstanceOptions one, VrrpInstanceOptions other, TopologyEngine engine) =>
        (one.VirtualRouterId, one.EffectiveFamily, one.Interface) == (other.VirtualRouterId, other.EffectiveFamily, other.Interface)
        && (engine == TopologyEngine.Agent || Advertised(one).SequenceEqual(Advertised(other)));

    private static IEnumerable<string> Advertised(VrrpInstanceOptions instance) =>
        instance.VirtualAddresses.Where(address => !address.IsExcluded).Select(address => address.Address.ToString()).Order(StringComparer.Ordinal);

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
