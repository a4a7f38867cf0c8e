using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>Makes the check of a track.</summary>
internal static class TrackChecks
{
    /// <summary>The check of a track.</summary>
    /// <param name="track">The track.</param>
    /// <param name="networkNamespace">Namespace of the instance; what uses the network does so there.</param>
    public static ITrackCheck Create(PeriodicTrackOptions track, string? networkNamespace) => track switch
    {
        ScriptTrackOptions script => new ScriptCheck(script, networkNamespace),
        ProcessTrackOptions process => new ProcessCheck(process),
        FileTrackOptions file => new FileCheck(file),
        HttpTrackOptions http => new HttpCheck(http, networkNamespace),
        TcpTrackOptions tcp => new TcpCheck(tcp, networkNamespace),
        CallbackTrackOptions callback => new CallbackCheck(callback),
        _ => throw new NotSupportedException($"There is no check for {track.GetType().Name}."),
    };
}
