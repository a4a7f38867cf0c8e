using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>Asks the monitor of upstreams in the host program.</summary>
/// <param name="options">The track.</param>
/// <param name="ask">The host's answer.</param>
internal sealed class UpstreamCheck(UpstreamTrackOptions options, Func<UpstreamTrackOptions, CancellationToken, ValueTask<TrackResult>> ask) : ITrackCheck
{
    public ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken) => ask(options, cancellationToken);

    public void Dispose()
    {
    }
}
