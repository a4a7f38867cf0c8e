namespace NginxHa.Vrrp.Tracking;

/// <summary>Something watched, with one or more observers.</summary>
internal abstract class TrackSource
{
    private readonly List<ITrackObserver> _observers = [];

    public abstract bool? IsUp { get; }

    public int? Value { get; protected set; }

    public string? Detail { get; protected set; }

    public DateTimeOffset? LastChecked { get; protected set; }

    public bool IsUsed => _observers.Count > 0;

    public void Add(ITrackObserver observer) => _observers.Add(observer);

    public void Remove(ITrackObserver observer) => _observers.Remove(observer);

    /// <summary>Ends whatever runs for it.</summary>
    public virtual void Stop()
    {
    }

    protected void Tell(bool hasChanged, long now)
    {
        // Observers may come and go while they are told.
        foreach (ITrackObserver observer in _observers.ToArray())
        {
            observer.OnTrack(this, hasChanged, now);
        }
    }
}
