using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>The end: when all faults are over and everything has had the time that it may take.</summary>
internal sealed partial class Referee
{
    /// <summary>When nothing goes wrong any more, whoever becomes master and is not the best one has lost it for good.</summary>
    private const int MastershipsAfterHealing = 1;

    /// <summary>The time to settle is over.</summary>
    public void OnSettled()
    {
        CheckConditions();
        foreach (RouterDeclaration router in _scenario.Routers)
        {
            CheckMaster(router.Index);
        }

        if (_scenario.Announcing.Pause == 0)
        {
            CheckClients();
        }

        _isSettled = true;
    }

    /// <summary>The calm at the end is over.</summary>
    public void OnEnd()
    {
        CheckConditions();
        CheckClients();
        if (_scenario.Announcing.Refresh > 0 && _simulator.Clients.FindStale() is { } stale)
        {
            Report(ViolationKind.MisledClient, stale);
        }

        foreach (SimulatedNode node in _simulator.Nodes)
        {
            AfterTurn(node, _simulator.Bounds.Lateness);
            CheckStatus(node);
        }
    }

    private void CheckMaster(int router)
    {
        SimulatedNode[] masters = Array.FindAll(_simulator.Nodes, node => node.States[router] == VrrpState.Master);
        if (masters.Length != 1)
        {
            Report(ViolationKind.NotOneMaster, $"router {router} has {masters.Length} masters: {string.Join(", ", masters.Select(static node => node.Number))}");
            return;
        }

        SimulatedNode master = masters[0];
        foreach (SimulatedNode node in _simulator.Nodes)
        {
            NodeRouter options = node.Routers[router];
            if (node.ExpectedPriority(router) > master.ExpectedPriority(router) && (options.Preempt || options.IsOwner))
            {
                Report(ViolationKind.WrongMaster, $"node {master.Number} (priority {master.ExpectedPriority(router)}) is master of router {router}, and node {node.Number} (priority {node.ExpectedPriority(router)}) is not");
            }
        }
    }

    private void CheckClients()
    {
        if (_simulator.Clients.FindMisled() is { } misled)
        {
            Report(ViolationKind.MisledClient, misled);
        }
    }

    /// <summary>What people are shown is true.</summary>
    private void CheckStatus(SimulatedNode node)
    {
        foreach (VrrpInstanceStatus status in node.Core!.GetInstances(EngineKind.Session))
        {
            int router = Naming.FindRouter(status.Options.Name);
            SimulatedNode master = Array.Find(_simulator.Nodes, other => other.States[router] == VrrpState.Master)!;
            bool isMaster = master == node;
            string? problem = status.State != node.States[router] ? $"state {status.State}"
                : status.EffectivePriority != node.ExpectedPriority(router) ? $"priority {status.EffectivePriority} instead of {node.ExpectedPriority(router)}"
                : status.OwnedAddresses.Count != (isMaster ? _scenario.Routers[router].AddressCount : 0) ? $"{status.OwnedAddresses.Count} addresses"
                : !Equals(status.MasterAddress, master.Links[_scenario.Routers[router].Segment].Primary.ToIPAddress()) ? $"master {status.MasterAddress}"
                : null;
            if (problem is not null)
            {
                Report(ViolationKind.Status, $"node {node.Number} tells of {problem}");
            }
        }
    }
}
