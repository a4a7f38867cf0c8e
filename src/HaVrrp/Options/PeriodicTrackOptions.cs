namespace NginxHa.Vrrp.Options;

/// <summary>A track that is tried again and again (keepalived <c>vrrp_script</c>).</summary>
public abstract record PeriodicTrackOptions : TrackOptions
{
    /// <summary>Time between two starts of the check.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A check that takes longer has failed; null means <see cref="Interval"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Successes in a row before the track counts as up.</summary>
    public int Rise { get; init; } = 1;

    /// <summary>Failures in a row before the track counts as down.</summary>
    public int Fall { get; init; } = 1;

    /// <summary>What counts until the first result: true for up, false for down (<c>init_fail</c>), null to wait for it.</summary>
    public bool? InitiallyUp { get; init; }
}
