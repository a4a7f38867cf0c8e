namespace NginxHa.Vrrp.Options;

/// <summary>Outcome of one check.</summary>
/// <param name="IsUp">Success.</param>
/// <param name="Detail">Short reason or measurement for people, for example <c>HTTP 503</c>; null for none.</param>
/// <param name="Value">The number that was read (<see cref="FileTrackOptions"/>), multiplied with the weight; null for every other track.</param>
public readonly record struct TrackResult(bool IsUp, string? Detail = null, int? Value = null)
{
    /// <summary>A check that cannot tell yet: what counted before goes on counting, and it is asked again after the interval.</summary>
    public static TrackResult Pending { get; } = new() { IsPending = true };

    /// <summary>Neither success nor failure.</summary>
    public bool IsPending { get; private init; }
}
