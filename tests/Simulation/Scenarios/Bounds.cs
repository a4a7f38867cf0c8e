using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>
/// How long things may take. Everything derives from RFC 9568 section 6.1 (RFC 3768 section 6.1 for version 2):
/// <code>
/// Skew_Time            = (256 - Priority) * Active_Adver_Interval / 256      version 2: (256 - Priority) / 256 s
/// Active_Down_Interval = 3 * Active_Adver_Interval + Skew_Time               3 is the configured number of adverts here
/// </code>
/// with the largest interval that any node may have learned, the lowest priority that a node may get, the slowest clock, the
/// longest way of a packet, and the scheduler's lateness.
/// </summary>
internal sealed class Bounds
{
    private readonly long _slowestPerMillion;
    private readonly Scenario _scenario;

    private readonly bool _expectsLateGoodbyes;

    public Bounds(Scenario scenario, bool expectsLateGoodbyes = true)
    {
        _expectsLateGoodbyes = expectsLateGoodbyes;
        _scenario = scenario;

        // A clock that is n millionths slow stretches a wait by 1 / (1 - n); one millionth more covers rounding.
        long slow = Math.Max(0, scenario.Nodes.Max(static node => -node.DriftPerMillion));
        _slowestPerMillion = (slow * 1_000_000 / (1_000_000 - slow)) + 1;
        Interval = Stretch(LongestInterval(scenario));
        CalmFlight = scenario.Latency.Longest;
        Flight = CalmFlight + scenario.Faults.Where(static fault => fault.Kind == FaultKind.Delay).Select(static fault => fault.Argument).DefaultIfEmpty().Max();

        // Clocks are read in whole ticks, once on setting a timer and once on looking at it.
        Lateness = scenario.SchedulingDelay + 2;
        StartupDelay = Stretch(scenario.Nodes.SelectMany(static node => node.Routers).Max(static router => router.StartupDelay));
        PreemptDelay = Stretch(scenario.Nodes.SelectMany(static node => node.Routers).Max(static router => router.PreemptDelay));
        foreach (NodeDeclaration node in scenario.Nodes)
        {
            for (int router = 0; router < node.Routers.Length; router++)
            {
                DownInterval = Math.Max(DownInterval, DownIntervalOf(node, router));
                LongestNoMaster = Math.Max(LongestNoMaster, NoMaster(node, router));
            }
        }

        // After the last fault: whoever started last waits its start-up delay and a down interval, and hears masters of
        // lower priority meanwhile; then the delay of preemption runs from the first of their advertisements on, and the
        // timer once more; then the last rival gives way.
        bool refuses = scenario.Faults.Any(static fault => fault.Kind == FaultKind.AddressRefused);
        Settle = LongestNoMaster + StartupDelay + PreemptDelay + Interval + LongestNoMaster + Interval + Flight + (2 * Lateness) + (refuses ? AddressRetry(scenario) : 0);

        // Long enough for any timer of the protocol to run out twice if it wrongly does.
        Calm = (2 * DownInterval) + (4 * Interval);
        if (scenario.Announcing.Refresh > 0)
        {
            // The first refresh comes so long after the last change.
            Calm = Math.Max(Calm, Stretch(scenario.Announcing.Delay + scenario.Announcing.Refresh) + Lateness);
        }


        // One round, each message after the pause that is configured, twice over: a round that waits for another one's end.
        int addresses = scenario.Routers.Sum(static router => router.AddressCount);
        Announcing = 2 * scenario.Announcing.Repeat * addresses * Stretch(scenario.Announcing.Pause) + (4 * Lateness);
    }

    /// <summary>Longest Advertisement_Interval of any node, in true time.</summary>
    public long Interval { get; }

    /// <summary>Longest Active_Down_Interval.</summary>
    public long DownInterval { get; }

    /// <summary>Longest way of a packet, faults included.</summary>
    public long Flight { get; }

    /// <summary>Longest way of a packet when nothing is wrong.</summary>
    public long CalmFlight { get; }

    public long Lateness { get; }

    public long StartupDelay { get; }

    public long PreemptDelay { get; }

    /// <summary>The longest <see cref="NoMaster"/> of all nodes.</summary>
    public long LongestNoMaster { get; }

    /// <summary>After the last fault everything is in order within this time.</summary>
    public long Settle { get; }

    /// <summary>How long nothing may happen after that.</summary>
    public long Calm { get; }

    /// <summary>Longest time that a round of announcements takes.</summary>
    public long Announcing { get; }

    /// <summary>A removed address is back: once a second at most the engine looks.</summary>
    public long Restore => Stretch(TimeSpan.TicksPerSecond) + Lateness;

    /// <summary>
    /// Longest time without a master for a node that could be one. A master is silent from now on: the last packet arrives, the
    /// node's timer runs out. A group is complete when its last member's timer has run out. A goodbye that comes in the last
    /// moment sets the timer to Skew_Time once more (6.4.2).
    /// </summary>
    public long NoMaster(NodeDeclaration node, int router)
    {
        long wait = _scenario.IsGrouped
            ? _scenario.Routers.Max(member => LongestWait(node, member.Index))
            : LongestWait(node, router);
        return Flight + wait + Lateness;
    }

    private long LongestWait(NodeDeclaration node, int router) =>
        DownIntervalOf(node, router) + (_expectsLateGoodbyes ? SkewOf(node, router) : 0);

    /// <summary>
    /// Longest time with two masters of which the worse one can hear the better one: the better one's next advertisement, its way,
    /// and the worse one's thread.
    /// </summary>
    public long TwoMasters(NodeDeclaration better, int router)
    {
        int number = Array.IndexOf(_scenario.Nodes, better);
        long interval = _scenario.Faults
            .Where(fault => fault.Kind == FaultKind.Interval && fault.Node == number && (fault.Segment == router || _scenario.IsGrouped))
            .Select(static fault => fault.Argument)
            .Append(better.Routers[router].Interval)
            .Max();
        return Stretch(interval) + Flight + (2 * Lateness);
    }

    private long DownIntervalOf(NodeDeclaration node, int router) => (node.Routers[router].DownTimerAdverts * Interval) + SkewOf(node, router);

    private long SkewOf(NodeDeclaration node, int router)
    {
        long whole = _scenario.Version == VrrpVersion.V2 ? Stretch(TimeSpan.TicksPerSecond) : Interval;
        return whole * (256 - LowestPriority(node, router)) / 256;
    }

    /// <summary>What its priority may become by faults and by its check.</summary>
    private byte LowestPriority(NodeDeclaration node, int router)
    {
        NodeRouter options = node.Routers[router];
        if (options.IsOwner)
        {
            return 255;
        }

        int number = Array.IndexOf(_scenario.Nodes, node);
        long lowest = _scenario.Faults
            .Where(fault => fault.Kind == FaultKind.Priority && fault.Node == number && (fault.Segment == router || _scenario.IsGrouped))
            .Select(static fault => fault.Argument)
            .Append(options.Priority)
            .Min();
        return (byte)Math.Clamp(lowest + Math.Min(0, node.Track?.Weight ?? 0), 1, 254);
    }

    private static long LongestInterval(Scenario scenario) => Math.Max(
        scenario.Nodes.SelectMany(static node => node.Routers).Max(static router => router.Interval),
        scenario.Faults.Where(static fault => fault.Kind == FaultKind.Interval).Select(static fault => fault.Argument).DefaultIfEmpty().Max());

    /// <summary>A node that could not add its addresses tries again after 10 s, then after twice the time it waited before.</summary>
    private long AddressRetry(Scenario scenario)
    {
        long refused = scenario.Faults.Where(static fault => fault.Kind == FaultKind.AddressRefused).Max(static fault => fault.End);
        return Stretch(20 * TimeSpan.TicksPerSecond + refused);
    }

    private long Stretch(long ticks) => ticks + (ticks / 1_000_000 * _slowestPerMillion) + (ticks % 1_000_000 * _slowestPerMillion / 1_000_000) + 1;
}
