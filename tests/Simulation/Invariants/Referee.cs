using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>
/// Watches a scenario and says what must not be. It sees what no node can see: all of them, the network between them, and
/// true time. Concerns are in partial files: Conditions (what may last only so long), Nodes (one node by itself), Outcome (the
/// end).
/// </summary>
internal sealed partial class Referee
{
    private readonly Simulator _simulator;
    private readonly Scenario _scenario;
    private readonly ReferenceRouter[,]? _references;
    private readonly int[] _lastMaster;
    private readonly int[,] _mastershipsAfterHealing;
    private bool _isSettled;

    public Referee(Simulator simulator)
    {
        _simulator = simulator;
        _scenario = simulator.Scenario;
        int routers = _scenario.Routers.Length;
        int nodes = _scenario.NodeCount;
        _lastMaster = new int[routers];
        Array.Fill(_lastMaster, -1);
        _mastershipsAfterHealing = new int[routers, nodes];
        _unservedSince = new long[routers, nodes];
        _noMaster = new long[routers, nodes];
        _twoMasters = new long[routers, nodes];
        _rivalsSince = new long[routers, nodes, nodes];
        _lastSent = new long[routers, nodes];
        _lastSentOn = new int[routers, nodes];
        _sentInTurn = new bool[routers, nodes];
        _claimedInTurn = new byte[routers, nodes];
        _resignedInTurn = new bool[routers, nodes];
        _wasMasterInTurn = new bool[routers, nodes];
        _references = simulator.Rules.UsesReference ? new ReferenceRouter[routers, nodes] : null;
        for (int router = 0; router < routers; router++)
        {
            for (int node = 0; node < nodes; node++)
            {
                _unservedSince[router, node] = Never;
                _twoMasters[router, node] = simulator.Bounds.TwoMasters(_scenario.Nodes[node], router);
                _noMaster[router, node] = simulator.Bounds.NoMaster(_scenario.Nodes[node], router);
                for (int other = 0; other < nodes; other++)
                {
                    _rivalsSince[router, node, other] = Never;
                }
            }
        }
    }

    /// <summary>The first violation, or null.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>How often a virtual router's mastership went from one node to another.</summary>
    public int FailoverCount { get; private set; }

    public void Report(ViolationKind kind, string description) => Violation ??= new Violation(kind, _simulator.Now, description);

    public void OnStarted(SimulatedNode node)
    {
        for (int router = 0; router < _scenario.Routers.Length; router++)
        {
            if (_references is not null)
            {
                _references[router, node.Number] ??= new ReferenceRouter(_scenario, node, router);
                _references[router, node.Number].OnStarted(node.Stack.Now);
            }
        }

        MarkChanged();
    }

    public void OnEnded(SimulatedNode node)
    {
        for (int router = 0; router < _scenario.Routers.Length; router++)
        {
            _references?[router, node.Number].OnEnded();
            _sentInTurn[router, node.Number] = false;
            _claimedInTurn[router, node.Number] = 0;
            _resignedInTurn[router, node.Number] = false;
            _wasMasterInTurn[router, node.Number] = false;
        }

        MarkChanged();
    }

    public void OnStateChanged(SimulatedNode node, int router, VrrpState before, VrrpState after)
    {
        MarkChanged();
        if (_references?[router, node.Number].OnTransition(before, after, node.Stack.Now) is { } problem)
        {
            Report(ViolationKind.Conformance, $"node {node.Number} {problem}");
        }

        CheckGoodbye(node, router, before, after);
        if (_isSettled)
        {
            Report(ViolationKind.Oscillation, $"node {node.Number} went from {before} to {after} when everything was settled");
        }

        if (after == VrrpState.Master)
        {
            OnNewMaster(node, router);
        }
    }

    private void OnNewMaster(SimulatedNode node, int router)
    {
        _wasMasterInTurn[router, node.Number] = true;
        _resignedInTurn[router, node.Number] = false;
        if (node.HasAddresses(router))
        {
            _simulator.Clients.OnNewMaster(node.Number, router);
        }

        if (_lastMaster[router] >= 0 && _lastMaster[router] != node.Number)
        {
            FailoverCount++;
        }

        _lastMaster[router] = node.Number;
        if (_simulator.Now > _simulator.HealedAt && ++_mastershipsAfterHealing[router, node.Number] > MastershipsAfterHealing)
        {
            Report(ViolationKind.Oscillation, $"node {node.Number} became master {_mastershipsAfterHealing[router, node.Number]} times since everything has healed");
        }
    }

    /// <summary>
    /// A packet is about to be handed to an engine.
    /// </summary>
    public void OnHearing(SimulatedNode node, int router, SimulatedPacket packet)
    {
        if (packet.Priority != VrrpConstants.StopPriority && node.States[router] == VrrpState.Master)
        {
            MeetRival(node, router, packet);
        }

        long interval = _scenario.Version == VrrpVersion.V2
            ? packet.Data[5] * TimeSpan.TicksPerSecond
            : (((packet.Data[4] & 0x0F) << 8) | packet.Data[5]) * TimeSpan.TicksPerMillisecond * 10;
        _references?[router, node.Number].OnAdvertisement(packet.Sender, packet.Priority, interval, node.Stack.Now);
    }

    /// <summary>A packet has been handed to an engine: its state is what the RFC says.</summary>
    public void OnHeard(SimulatedNode node, int router)
    {
        if (_references is not null && !_scenario.IsGrouped && _references[router, node.Number].State != node.States[router])
        {
            Report(ViolationKind.Conformance, $"node {node.Number} is {node.States[router]} after an advertisement, and should be {_references[router, node.Number].State}");
        }
    }

    public void OnOptionsChanged(SimulatedNode node, int router)
    {
        _references?[router, node.Number].OnDeclarationChanged(node.Stack.Now);
        MarkChanged();
    }

    public void OnPriorityChanged(SimulatedNode node)
    {
        for (int router = 0; router < _scenario.Routers.Length; router++)
        {
            _references?[router, node.Number]?.OnDeclarationChanged(node.Stack.Now);
        }

        MarkChanged();
    }

    /// <summary>Two masters have met: one of them knows now, and the other one can be told unless the way to it is closed or lossy.</summary>
    private void MeetRival(SimulatedNode listener, int router, SimulatedPacket packet)
    {
        byte priority = listener.ExpectedPriority(router);
        SimulatedNode sender = _simulator.Nodes[packet.Sender];
        if (packet.Priority < priority || (packet.Priority == priority && packet.Sender < listener.Number))
        {
            _simulator.Clients.OnRivalMet(listener.Number, router, isOnItsWay: false);
        }
        else if (sender.Core is not null && sender.States[router] == VrrpState.Master && TellsRival(listener, sender, packet.Segment, router))
        {
            _simulator.Clients.OnRivalMet(sender.Number, router, isOnItsWay: true);
        }
    }

    /// <summary>Whoever gives way says so with one last advertisement, which gets to the better one.</summary>
    private bool TellsRival(SimulatedNode listener, SimulatedNode sender, int segment, int router)
    {
        bool speaks = listener.Routers[router].HigherPrioritySendAdvert || !_simulator.Rules.Takes(Excuses.SilentNotice);
        bool arrives = listener.Links[segment].IsUsable
            && !sender.IsStalled
            && _simulator.Network.IsReliable(segment)
            && _simulator.Network.IsOpen(segment, listener.Number, sender.Number);
        return speaks && (arrives || !_simulator.Rules.Takes(Excuses.LostNotice));
    }
}
