using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Collects every node's view of a topology: who should have each virtual IP, who has it, and who is not as declared.</summary>
[Cmdlet(VerbsCommon.Get, "HaTopologyStatus")]
[OutputType(typeof(TopologyVirtualIpStatus))]
public sealed class GetHaTopologyStatusCommand : HaTopologyFleetCmdlet
{
    /// <inheritdoc/>
    private protected override void Run()
    {
        HaTopology topology = ReadTopology();
        var request = new NodeRequest(NodeOperation.Compare, topology, Settings);
        var views = new List<TopologyNodeView>();
        foreach (INodeChannel channel in Connect((target, cause) => views.Add(Unreachable(target, cause))))
        {
            try
            {
                NodeAnswer answer = Await(token => channel.AskAsync(request, token));
                views.Add(new TopologyNodeView { Node = answer.Node, IsReachable = true, IsRunning = answer.IsRunning, Owned = answer.Owned, Drift = answer.Differences });
            }
            catch (Exception exception) when (exception is RuntimeException or HaException && exception is not PipelineStoppedException)
            {
                views.Add(Unreachable(channel.Target, exception));
            }
        }

        foreach ((string router, string address, string? owner) in Expected(topology))
        {
            WriteObject(Judge(topology, views, router, address, owner));
        }
    }

    private static TopologyVirtualIpStatus Judge(HaTopology topology, IReadOnlyList<TopologyNodeView> views, string router, string address, string? owner)
    {
        string plain = address.Split('/')[0];
        string[] owners = [.. views.Where(view => view.Owned.Contains(plain)).Select(view => view.Node)];
        bool all = !topology.IsSingleNode && topology.Nodes.All(node => views.Any(view => view.IsReachable && view.Node == node.Name));
        return new TopologyVirtualIpStatus
        {
            VirtualIp = address,
            Router = router,
            ExpectedOwner = owner,
            ActualOwner = owners,
            Condition = owners.Length switch
            {
                0 => all ? VirtualIpCondition.Unowned : VirtualIpCondition.Unknown,
                1 => owner is null || owners[0] == owner ? VirtualIpCondition.Good : VirtualIpCondition.Misplaced,
                _ => VirtualIpCondition.SplitBrain,
            },
            Drift = [.. views.Where(view => view.Drift.Count > 0).Select(view => view.Node)],
            Nodes = views,
        };
    }

    private static IEnumerable<(string Router, string Address, string? Owner)> Expected(HaTopology topology) => topology.IsSingleNode
        ? topology.Instances.SelectMany(instance => instance.VirtualAddresses.Select(address => (instance.Name, address.ToString(), (string?)null)))
        : TopologyDerivation.Assign(topology).SelectMany(assignment => assignment.Addresses.Select(address => (assignment.Name, address.ToString(), (string?)assignment.Owner)));

    private TopologyNodeView Unreachable(string target, Exception cause)
    {
        WriteError(HaErrors.NodeNotReached(target, cause));
        return new TopologyNodeView { Node = target, IsReachable = false, Reason = cause.Message };
    }
}
