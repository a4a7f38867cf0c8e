namespace NginxHa.Vrrp.Options;

/// <summary>Asks the program that hosts the engine, for example a PowerShell script block. Session engine only.</summary>
public sealed record CallbackTrackOptions : PeriodicTrackOptions
{
    /// <summary>The check; called on a thread of the pool, never on the event loop. An exception is a failure and its message the reason.</summary>
    public required Func<CancellationToken, ValueTask<TrackResult>> Check { get; init; }
}
