using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;
using NginxHa.Vrrp.Election;

namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>What may last only so long: no master although there could be one, two masters although they can hear each other.</summary>
internal sealed partial class Referee
{
    private const long Never = long.MaxValue;

    /// <summary>Since when a node that could be master neither is master nor can hear one: [router, node].</summary>
    private readonly long[,] _unservedSince;

    /// <summary>How long that may last: [router, node].</summary>
    private readonly long[,] _noMaster;

    /// <summary>Since when the second node is master although it can hear the first, a better one: [router, better, worse].</summary>
    private readonly long[,,] _rivalsSince;

    /// <summary>How long that may last: [router, better].</summary>
    private readonly long[,] _twoMasters;

    private bool _hasChanged;

    /// <summary>Something has happened on which conditions depend.</summary>
    public void MarkChanged() => _hasChanged = true;

    /// <summary>An advertisement got lost on its way: the other one could not hear it.</summary>
    public void OnLost(SimulatedPacket packet, int receiver)
    {
        ref long since = ref _rivalsSince[Naming.FindRouter(_scenario, packet.VirtualRouterId), packet.Sender, receiver];
        since = since == Never || !_simulator.Rules.Takes(Excuses.LostAdvertisement) ? since : _simulator.Now;
    }

    public void AfterEvent()
    {
        if (_hasChanged)
        {
            _hasChanged = false;
            CheckConditions();
        }
    }

    private void CheckConditions()
    {
        for (int router = 0; router < _scenario.Routers.Length; router++)
        {
            foreach (SimulatedNode node in _simulator.Nodes)
            {
                CheckService(node, router);
                foreach (SimulatedNode other in _simulator.Nodes)
                {
                    if (other != node)
                    {
                        CheckRivals(node, other, router);
                    }
                }
            }
        }
    }

    private void CheckService(SimulatedNode node, int router)
    {
        bool isUnserved = CanBeMaster(node, router) && !IsServed(node, router);
        ref long since = ref _unservedSince[router, node.Number];
        long longest = _noMaster[router, node.Number];
        if (since != Never && _simulator.Now - since > longest)
        {
            Report(ViolationKind.NoMaster, $"node {node.Number} has had no master for {Milliseconds(_simulator.Now - since)} ms, longer than {Milliseconds(longest)} ms");
        }

        if (!isUnserved)
        {
            since = Never;
        }
        else if (since == Never)
        {
            long startupDelay = _simulator.Rules.Takes(Excuses.StartupDelay) ? _simulator.Bounds.StartupDelay : 0;
            since = Math.Max(_simulator.Now, node.StartedAt + startupDelay);
        }
    }

    /// <summary>
    /// An advertisement of someone who is not master after all: whoever may hear it and follow it waits again, for every member
    /// of its group.
    /// </summary>
    private void RestartWaits(SimulatedNode sender, int router, byte priority)
    {
        if (!_simulator.Rules.Takes(Excuses.FalseClaim))
        {
            return;
        }

        int segment = _scenario.Routers[router].Segment;
        foreach (SimulatedNode node in _simulator.Nodes)
        {
            if (node == sender || !_simulator.Network.IsOpen(segment, sender.Number, node.Number) || !Follows(node, router, priority))
            {
                continue;
            }

            for (int member = 0; member < _scenario.Routers.Length; member++)
            {
                ref long since = ref _unservedSince[member, node.Number];
                if (since != Never && (member == router || _scenario.IsGrouped))
                {
                    since = Math.Max(since, _simulator.Now);
                }
            }
        }
    }

    /// <summary>6.4.2: a lower priority restarts the timer of those only who do not preempt, or not yet.</summary>
    private static bool Follows(SimulatedNode node, int router, byte priority)
    {
        NodeRouter options = node.Routers[router];
        return priority >= node.ExpectedPriority(router)
            || !(options.Preempt || options.IsOwner)
            || options.PreemptDelay > 0;
    }

    private bool CanBeMaster(SimulatedNode node, int router) =>
        IsActing(node)
        && node.States[router] != VrrpState.Initialize
        && !node.IsFaultExpected(router);

    private bool IsActing(SimulatedNode node) => node.IsAwake || (node.Core is not null && !_simulator.Rules.Takes(Excuses.StandingStill));

    /// <summary>A group moves only as a whole: as long as one member follows a master, none of them can take over.</summary>
    private bool IsServed(SimulatedNode node, int router)
    {
        for (int member = 0; member < _scenario.Routers.Length; member++)
        {
            if (member != router && !(_scenario.IsGrouped && _simulator.Rules.Takes(Excuses.GroupFollows)))
            {
                continue;
            }

            int segment = _scenario.Routers[member].Segment;
            foreach (SimulatedNode other in _simulator.Nodes)
            {
                if (IsWorking(other, member) && (other == node || _simulator.Network.IsOpen(segment, other.Number, node.Number)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsWorking(SimulatedNode node, int router) =>
        IsActing(node) && node.States[router] == VrrpState.Master && node.Links[_scenario.Routers[router].Segment].IsUsable;

    private void CheckRivals(SimulatedNode better, SimulatedNode worse, int router)
    {
        ref long since = ref _rivalsSince[router, better.Number, worse.Number];
        long longest = _twoMasters[router, better.Number];
        if (since != Never && _simulator.Now - since > longest)
        {
            Report(ViolationKind.TwoMasters, $"nodes {better.Number} and {worse.Number} have both been masters for {Milliseconds(_simulator.Now - since)} ms, longer than {Milliseconds(longest)} ms");
        }

        bool areRivals = IsWorking(better, router) && IsWorking(worse, router)
            && IsBetter(better, worse, router)
            && _simulator.Network.IsOpen(_scenario.Routers[router].Segment, better.Number, worse.Number);
        since = !areRivals ? Never : since == Never ? _simulator.Now : since;
    }

    /// <summary>Higher priority, or the same one and the higher address (6.4.3).</summary>
    private static bool IsBetter(SimulatedNode left, SimulatedNode right, int router)
    {
        byte leftPriority = left.ExpectedPriority(router);
        byte rightPriority = right.ExpectedPriority(router);
        return leftPriority != rightPriority ? leftPriority > rightPriority : left.Number > right.Number;
    }

    private static string Milliseconds(long ticks) =>
        ((double)ticks / TimeSpan.TicksPerMillisecond).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
