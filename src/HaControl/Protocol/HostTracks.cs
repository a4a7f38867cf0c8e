using NginxHa.Vrrp.Options;

namespace NginxHa.Control.Protocol;

/// <summary>Tracks that are code of the program which hosts the engine. They cannot leave it, and a client's change keeps them.</summary>
internal static class HostTracks
{
    public static IReadOnlyList<TrackOptions> Without(IReadOnlyList<TrackOptions> tracks) =>
        tracks.Any(IsOfHost) ? [.. tracks.Where(static track => !IsOfHost(track))] : tracks;

    public static IReadOnlyList<TrackOptions> Restore(IReadOnlyList<TrackOptions> asked, IReadOnlyList<TrackOptions> inForce) =>
        inForce.Any(IsOfHost) ? [.. asked, .. inForce.Where(IsOfHost)] : asked;

    /// <summary>Refuses what a client cannot hand over.</summary>
    /// <exception cref="Vrrp.Runtime.VrrpEngineException">There is such a track.</exception>
    public static void RefuseIn(IReadOnlyList<TrackOptions> tracks)
    {
        if (tracks.FirstOrDefault(IsOfHost) is { } track)
        {
            throw new Vrrp.Runtime.VrrpEngineException(
                Vrrp.Runtime.VrrpEngineError.InvalidOptions,
                $"The track '{track.Name}' is code of this process, which the agent cannot run; give it a program that does the same.");
        }
    }

    private static bool IsOfHost(TrackOptions track) => track is CallbackTrackOptions;
}
