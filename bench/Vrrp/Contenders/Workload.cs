namespace NginxHa.Bench.Vrrp.Contenders;

/// <summary>What an engine has to run; everything else stays at the defaults of each.</summary>
/// <param name="Instances">Its virtual routers.</param>
internal sealed record Workload(IReadOnlyList<InstanceSpec> Instances)
{
    /// <summary>2 or 3.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Advertisement interval.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Seconds until a new master announces its addresses for the second time; 5 for both by default.</summary>
    public int AnnouncementDelay { get; init; } = 5;

    /// <summary>Run with real-time priority 1 (SCHED_RR), which both offer.</summary>
    public bool IsRealTime { get; init; }

    /// <summary>A program that tells by its exit code whether the node may be master, asked every second, dead after two failures.</summary>
    public string? TrackProgram { get; init; }
}
