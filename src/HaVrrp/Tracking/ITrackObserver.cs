namespace NginxHa.Vrrp.Tracking;

/// <summary>Is told when a track that it uses has something new.</summary>
internal interface ITrackObserver
{
    /// <param name="source">The track.</param>
    /// <param name="hasChanged">Up or down has changed, or the number of a file; otherwise only the detail is new.</param>
    /// <param name="now">The present moment.</param>
    void OnTrack(TrackSource source, bool hasChanged, long now);
}
