namespace NginxHa.Vrrp.Options;

/// <summary>Watches that a process runs, by name or by pid file (keepalived <c>track_process</c>).</summary>
public sealed record ProcessTrackOptions : PeriodicTrackOptions
{
    /// <summary>Name of the executable, without its path; null when <see cref="PidFile"/> is given.</summary>
    public string? ProcessName { get; init; }

    /// <summary>File that holds the process id; null when <see cref="ProcessName"/> is given.</summary>
    public string? PidFile { get; init; }

    /// <summary>Fewest processes of that name that count as up (<c>quorum</c>).</summary>
    public int Quorum { get; init; } = 1;
}
