using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.Tests;

/// <summary>What the generator leaves out because the protocol has no answer to it, shown by scenarios made by hand.</summary>
public sealed class KnownLimitTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;

    /// <summary>
    /// Each node is the better one on another member of the group. After a split brain each hears the better rival on one
    /// member, gives way there, and takes the other member along: both are backups for a whole down interval, and then both are
    /// masters at the same time again.
    /// </summary>
    [Fact]
    public void Nodes_that_members_of_a_group_rank_differently_may_never_agree()
    {
        Scenario crossed = Pair(first: [100, 100], second: [99, 254]);
        Assert.Contains(Violations(crossed), static kind => kind is ViolationKind.Oscillation or ViolationKind.NotOneMaster);
    }

    /// <summary>Different priorities alone do no harm, as long as every member ranks the nodes alike.</summary>
    [Fact]
    public void Nodes_that_members_of_a_group_rank_alike_agree()
    {
        Assert.Empty(Violations(Pair(first: [100, 253], second: [99, 252])));
        Assert.Empty(Violations(Pair(first: [99, 100], second: [100, 254])));
    }

    /// <summary>The violations of the same scenario with many different ways and delays of packets.</summary>
    private static HashSet<ViolationKind> Violations(Scenario scenario)
    {
        var kinds = new HashSet<ViolationKind>();
        for (ulong seed = 0; seed < 200; seed++)
        {
            if (new Simulator(scenario with { Seed = seed }, RunRules.Usual).Run().Violation is { } violation)
            {
                kinds.Add(violation.Kind);
            }
        }

        return kinds;
    }

    private static Scenario Pair(byte[] first, byte[] second) => new()
    {
        Seed = 0,
        Version = VrrpVersion.V2,
        IsIPv6 = false,
        IsUnicast = false,
        IsGrouped = true,
        SegmentCount = 1,
        ClientCount = 0,
        Routers = [new RouterDeclaration(0, 42, 0, 1), new RouterDeclaration(1, 43, 0, 1)],
        Nodes = [Node(first), Node(second)],
        Announcing = (1, 0, 0, 0),
        Latency = (0, 30 * Millisecond),
        SchedulingDelay = 20 * Millisecond,
        Faults = [new Fault(0, FaultKind.Partition, 10_000 * Millisecond, 18_000 * Millisecond, 0, 0, 1)],
    };

    private static NodeDeclaration Node(byte[] priorities) => new(
        0,
        0,
        100 * Millisecond,
        [.. priorities.Select(static priority => new NodeRouter { Priority = priority, Interval = 2000 * Millisecond, Preempt = true })],
        null);
}
