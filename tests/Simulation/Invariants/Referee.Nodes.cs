using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>One node by itself, after each turn of its loop.</summary>
internal sealed partial class Referee
{
    /// <summary>When an instance last sent an advertisement, by its node's clock.</summary>
    private readonly long[,] _lastSent;

    /// <summary>The index of the link that it was sent on.</summary>
    private readonly int[,] _lastSentOn;

    private readonly bool[,] _sentInTurn;
    /// <summary>The priority of the last advertisement that was no goodbye; 0 for none.</summary>
    private readonly byte[,] _claimedInTurn;

    private readonly bool[,] _resignedInTurn;
    private readonly bool[,] _wasMasterInTurn;

    public void OnSent(SimulatedNode node, SimulatedPacket packet, int linkIndex)
    {
        int router = Naming.FindRouter(_scenario, packet.VirtualRouterId);
        _sentInTurn[router, node.Number] = true;
        _lastSent[router, node.Number] = node.Stack.Now;
        _lastSentOn[router, node.Number] = linkIndex;
        bool isGoodbye = packet.Priority == VrrpConstants.StopPriority;
        _claimedInTurn[router, node.Number] = isGoodbye ? _claimedInTurn[router, node.Number] : packet.Priority;
        _resignedInTurn[router, node.Number] |= isGoodbye;
    }

    /// <summary>The engine has done everything that was due.</summary>
    /// <param name="node">Where.</param>
    /// <param name="lateness">How long ago it may have become due at the latest.</param>
    public void AfterTurn(SimulatedNode node, long lateness = 0)
    {
        for (int router = 0; router < _scenario.Routers.Length; router++)
        {
            CheckAdvertising(node, router, lateness);
            if (node.Core is not null && !node.HasWaitingEvents)
            {
                CheckAddresses(node, router);
                CheckFault(node, router);
                CheckTimer(node, router, lateness);
                CheckGroup(node, router);
            }
        }
    }

    /// <summary>Only masters speak, and they do so in every interval.</summary>
    private void CheckAdvertising(SimulatedNode node, int router, long lateness)
    {
        bool isMaster = node.States[router] == VrrpState.Master;
        if (_sentInTurn[router, node.Number] && !isMaster && !_wasMasterInTurn[router, node.Number])
        {
            Report(ViolationKind.Advertising, $"node {node.Number} advertises and is {node.States[router]}");
        }

        if (_claimedInTurn[router, node.Number] > 0 && !isMaster)
        {
            // It was master for a moment only: it gives way with an advertisement, or the system will not let it serve. Others
            // have heard it and wait again.
            RestartWaits(node, router, _claimedInTurn[router, node.Number]);
        }

        _sentInTurn[router, node.Number] = false;
        _claimedInTurn[router, node.Number] = 0;
        _resignedInTurn[router, node.Number] = false;
        _wasMasterInTurn[router, node.Number] = isMaster;
        if (isMaster && node.Stack.Now - _lastSent[router, node.Number] > node.Routers[router].Interval + lateness)
        {
            Report(ViolationKind.Advertising, $"node {node.Number} is master and has not advertised for {Milliseconds(node.Stack.Now - _lastSent[router, node.Number])} ms");
        }
    }

    /// <summary>A master that stops or falls into Fault says so (6.4.3), unless its link has gone or is another one.</summary>
    private void CheckGoodbye(SimulatedNode node, int router, VrrpState before, VrrpState after)
    {
        SimulatedLink link = node.Links[_scenario.Routers[router].Segment];
        bool hasLeft = before == VrrpState.Master && after is (VrrpState.Initialize or VrrpState.Fault);
        bool couldSpeak = (link.IsUsable && link.Index == _lastSentOn[router, node.Number]) || !_simulator.Rules.Takes(Excuses.DeadLink);
        if (before == VrrpState.Master && after == VrrpState.Backup && _resignedInTurn[router, node.Number])
        {
            // keepalived's backups would take it for their master's.
            Report(ViolationKind.Advertising, $"node {node.Number} gave way with a goodbye");
        }

        if (hasLeft && couldSpeak && !_resignedInTurn[router, node.Number])
        {
            Report(ViolationKind.Advertising, $"node {node.Number} left for {after} without a goodbye");
        }
    }

    /// <summary>A master has every address, and nobody else has any: only a killed process leaves some behind.</summary>
    private void CheckAddresses(SimulatedNode node, int router)
    {
        RouterDeclaration declaration = _scenario.Routers[router];
        bool isMaster = node.States[router] == VrrpState.Master;
        for (int number = 0; number < declaration.AddressCount; number++)
        {
            InetAddress address = Naming.VirtualAddress(_scenario, declaration, number);
            bool mayBeMissing = isMaster && _simulator.Now - node.AddressesRemovedAt <= _simulator.Bounds.Restore && _simulator.Rules.Takes(Excuses.RestoreOnceASecond);
            if (Has(node, address) != isMaster && !mayBeMissing)
            {
                Report(ViolationKind.Addresses, $"node {node.Number} is {node.States[router]} and has {(isMaster ? "not " : "")}the address {address}");
            }
        }
    }

    private static bool Has(SimulatedNode node, InetAddress address)
    {
        foreach (InterfaceAddress other in node.Addresses)
        {
            if (other.Address == address)
            {
                return true;
            }
        }

        return false;
    }

    private void CheckFault(SimulatedNode node, int router)
    {
        bool isFault = node.States[router] == VrrpState.Fault;
        if (node.States[router] != VrrpState.Initialize && isFault != node.IsFaultExpected(router))
        {
            Report(ViolationKind.Fault, $"node {node.Number} is {node.States[router]} {(isFault ? "without" : "with")} a reason for Fault");
        }
    }

    /// <summary>Members of a group are masters together or not at all.</summary>
    private void CheckGroup(SimulatedNode node, int router)
    {
        if (_scenario.IsGrouped && (node.States[router] == VrrpState.Master) != (node.States[0] == VrrpState.Master))
        {
            Report(ViolationKind.Group, $"node {node.Number} is {node.States[0]} and {node.States[router]} in one group");
        }
    }

    /// <summary>A timer that has run out has done something. Members of a group wait for each other.</summary>
    private void CheckTimer(SimulatedNode node, int router, long lateness)
    {
        if (_references is not null && !_scenario.IsGrouped
            && _references[router, node.Number] is { State: VrrpState.Backup } reference && node.Stack.Now >= reference.Deadline + lateness)
        {
            Report(ViolationKind.Conformance, $"node {node.Number} is still {node.States[router]} {Milliseconds(node.Stack.Now - reference.Deadline)} ms after its timer ran out");
        }
    }
}
