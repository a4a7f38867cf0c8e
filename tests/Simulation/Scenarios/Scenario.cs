using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>Everything about one run of the simulation; with the seed it decides every event. Times are ticks of 100 ns.</summary>
internal sealed record Scenario
{
    public required ulong Seed { get; init; }

    public required VrrpVersion Version { get; init; }

    public required bool IsIPv6 { get; init; }

    public required bool IsUnicast { get; init; }

    /// <summary>Both virtual routers are in one sync group on every node.</summary>
    public required bool IsGrouped { get; init; }

    public required int SegmentCount { get; init; }

    public required int ClientCount { get; init; }

    public required RouterDeclaration[] Routers { get; init; }

    public required NodeDeclaration[] Nodes { get; init; }

    /// <summary>Announcements: messages a round, delay of the second round, refresh, pause.</summary>
    public required (int Repeat, long Delay, long Refresh, long Pause) Announcing { get; init; }

    /// <summary>Every packet takes between these times when nothing is wrong.</summary>
    public required (long Shortest, long Longest) Latency { get; init; }

    /// <summary>A thread runs up to so much later than it should.</summary>
    public required long SchedulingDelay { get; init; }

    public required Fault[] Faults { get; init; }

    /// <summary>Members of the group have different priorities, but all of them rank the nodes alike.</summary>
    public bool IsUneven => IsGrouped && Nodes.Any(static node => !node.Routers[0].IsOwner && node.Routers.Any(options => options.Priority != node.Routers[0].Priority));

    public int NodeCount => Nodes.Length;
}
