using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>One kind of check; run again and again, never two at a time.</summary>
internal interface ITrackCheck : IDisposable
{
    /// <summary>Looks once. An exception counts as a failure, its message as the reason.</summary>
    ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken);
}
