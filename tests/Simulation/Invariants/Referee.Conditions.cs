using NginxHa.Tests.Simulation.World;
using NginxHa.Vrrp.Election;

namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>What may last only so long: no master although there could be one, two masters although they can hear each other.</summary>
internal sealed partial class Referee
{
    private const long Never = long.MaxValue;

    /// <summary>Since when a node that could be master neither is master nor can hear one: [router, node].</summary>
    private readonly long[,] _unservedSince;

    /// <summary>Since when the second node is master although it can hear the first, a better one: [router, better, worse].</summary>
    private readonly long[,,] _rivalsSince;

    private bool _hasChanged;

    /// <summary>Something has happened on which conditions depend.</summary>
    public void MarkChanged() => _hasChanged = true;

    /// <summary>An advertisement got lost on its way: the other one could not hear it.</summary>
    public void OnLost(int sender, int receiver)
    {
        for (int router = 0; router < _scenario.Routers.Length; router++)
        {
            if (_rivalsSince[router, sender, receiver] != Never)
            {
                _rivalsSince[router, sender, receiver] = _simulator.Now;
            }
        }
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
        if (since != Never && _simulator.Now - since > _simulator.Bounds.NoMaster)
        {
            Report(ViolationKind.NoMaster, $"node {node.Number} has had no master for {Milliseconds(_simulator.Now - since)} ms, longer than {Milliseconds(_simulator.Bounds.NoMaster)} ms");
        }

        if (!isUnserved)
        {
            since = Never;
        }
        else if (since == Never)
        {
            // A node that has just started waits its start-up delay first.
            since = Math.Max(_simulator.Now, node.StartedAt + _simulator.Bounds.StartupDelay);
        }
    }

    /// <summary>Everyone waits again, for every member of the group.</summary>
    private void RestartWaits(int router)
    {
        for (int member = 0; member < _scenario.Routers.Length; member++)
        {
            for (int node = 0; node < _scenario.NodeCount && (member == router || _scenario.IsGrouped); node++)
            {
                if (_unservedSince[member, node] != Never)
                {
                    _unservedSince[member, node] = Math.Max(_unservedSince[member, node], _simulator.Now);
                }
            }
        }
    }

    private static bool CanBeMaster(SimulatedNode node, int router) =>
        node.IsAwake && node.States[router] != VrrpState.Initialize && node.RefusedCount == 0 && !node.IsFaultExpected(router);

    /// <summary>A group moves only as a whole: as long as one member follows a master, none of them can take over.</summary>
    private bool IsServed(SimulatedNode node, int router)
    {
        for (int member = 0; member < _scenario.Routers.Length; member++)
        {
            if (member != router && !_scenario.IsGrouped)
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
        node.IsAwake && node.States[router] == VrrpState.Master && node.Links[_scenario.Routers[router].Segment].IsUsable;

    private void CheckRivals(SimulatedNode better, SimulatedNode worse, int router)
    {
        ref long since = ref _rivalsSince[router, better.Number, worse.Number];
        if (since != Never && _simulator.Now - since > _simulator.Bounds.TwoMasters)
        {
            Report(ViolationKind.TwoMasters, $"nodes {better.Number} and {worse.Number} have both been masters for {Milliseconds(_simulator.Now - since)} ms, longer than {Milliseconds(_simulator.Bounds.TwoMasters)} ms");
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

    private void ForgetRivals(int node)
    {
        for (int router = 0; router < _scenario.Routers.Length; router++)
        {
            for (int other = 0; other < _scenario.NodeCount; other++)
            {
                _rivalsSince[router, node, other] = Never;
                _rivalsSince[router, other, node] = Never;
            }
        }

        MarkChanged();
    }

    private static string Milliseconds(long ticks) =>
        ((double)ticks / TimeSpan.TicksPerMillisecond).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
