namespace NginxHa.Vrrp.Runtime.Loop;

/// <summary>Remembers how late timers were: the worst of the last half to whole minute, and how often it was too much.</summary>
internal sealed class LatenessRecord(long threshold)
{
    private static readonly long Half = TimeSpan.FromSeconds(30).Ticks;

    private long _halfEnds = long.MinValue;
    private long _previousWorst;
    private long _currentWorst;

    /// <summary>Timers that were later than the threshold.</summary>
    public long Count { get; private set; }

    /// <summary>Notes that something due was found at a time; early or in time counts as not late.</summary>
    public void Add(long lateness, long now)
    {
        Turn(now);
        if (lateness > _currentWorst)
        {
            _currentWorst = lateness;
        }

        if (lateness > threshold)
        {
            Count++;
        }
    }

    /// <summary>The worst of the last half to whole minute.</summary>
    public TimeSpan WorstAt(long now)
    {
        Turn(now);
        return new TimeSpan(Math.Max(_previousWorst, _currentWorst));
    }

    private void Turn(long now)
    {
        if (now < _halfEnds)
        {
            return;
        }

        // After a gap of more than half a minute nothing of before is of the last minute.
        _previousWorst = now - _halfEnds < Half ? _currentWorst : 0;
        _currentWorst = 0;
        _halfEnds = now + Half;
    }
}
