namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>What one node declares for one virtual router; the rest is the scenario's.</summary>
internal sealed record NodeRouter
{
    public required byte Priority { get; init; }

    /// <summary>Ticks.</summary>
    public required long Interval { get; init; }

    public required bool Preempt { get; init; }

    public long PreemptDelay { get; init; }

    public long StartupDelay { get; init; }

    public bool StartsAsMaster { get; init; }

    /// <summary>Adverts that may be missed before the master counts as down.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    public bool LowerPriorityNoAdvert { get; init; }

    public bool HigherPrioritySendAdvert { get; init; } = true;

    public bool IsOwner => Priority == 255;
}
