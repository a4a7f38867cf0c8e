namespace NginxHa.Vrrp.Options;

/// <summary>
/// Watches that upstreams of nginx have enough healthy servers, as a monitor in the program that hosts the engine judges
/// them. The host answers it with <see cref="Runtime.VrrpEngine.UpstreamCheck"/>.
/// </summary>
public sealed record UpstreamTrackOptions : PeriodicTrackOptions
{
    /// <summary>Name of the monitor. While no such monitor runs, the track is down.</summary>
    public required string Monitor { get; init; }

    /// <summary>Name of the upstream that has to have enough; null for every one that the monitor watches.</summary>
    public string? Upstream { get; init; }

    /// <summary>Healthy servers that are enough, in each upstream; 1 or more.</summary>
    public int MinimumHealthy { get; init; } = 1;
}
