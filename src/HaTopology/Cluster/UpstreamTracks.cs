using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>Where the monitors of upstreams and the tracks of virtual routers meet.</summary>
public static class UpstreamTracks
{
    /// <summary>What a track finds, for <see cref="Vrrp.Runtime.VrrpEngine.UpstreamCheck"/>; pending while too few servers have been judged to tell.</summary>
    /// <param name="monitors">The monitors of this program.</param>
    /// <param name="track">The track.</param>
    public static TrackResult Judge(UpstreamMonitorSet monitors, UpstreamTrackOptions track)
    {
        ArgumentNullException.ThrowIfNull(monitors);
        ArgumentNullException.ThrowIfNull(track);
        HealthVerdict verdict = monitors.Judge(track.Monitor, track.MinimumHealthy, track.Upstream);
        return verdict.IsEnough is { } enough ? new TrackResult(enough, verdict.Reason) : TrackResult.Pending;
    }
}
