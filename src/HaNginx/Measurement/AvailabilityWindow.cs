namespace NginxHa.Nginx.Measurement;

/// <summary>
/// Books the requests of one stretch of time. No clock and no threads: times are handed in as offsets from the start of
/// the measurement, and the owner takes care that one call at a time is made.
/// </summary>
/// <remarks>
/// Requests overlap, so their ends come in any order. A gap is the time between two answers, whoever they were for: a
/// request that hangs until its time-out hides nothing from it, and one that is answered late (because its SYN waited for
/// an ARP reply) does not make the outage shorter than it was.
/// </remarks>
internal sealed class AvailabilityWindow
{
    /// <summary>Outages and serving periods kept.</summary>
    internal const int MaximumKept = 10_000;

    private readonly TimeSpan _start;
    private readonly TimeSpan _threshold;
    private readonly List<Gap> _outages = [];
    private readonly List<Period> _periods = [];
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private TimeSpan? _end;
    private TimeSpan _lastAnswer;
    private TimeSpan? _lastBegin;
    private TimeSpan _longestGap;
    private TimeSpan _longestGapStart;
    private TimeSpan _longestSpacing;
    private TimeSpan _longestLatency;
    private TimeSpan _latencySum;
    private string? _lastServer;
    private long _answers;
    private long _failures;
    private long _failuresSinceAnswer;
    private long _pending;

    /// <summary>Opens a window.</summary>
    /// <param name="start">Its beginning.</param>
    /// <param name="threshold">Shortest gap that is an outage.</param>
    /// <param name="lastServer">Who answered last before it.</param>
    /// <param name="lastBegin">When the last request before it was started.</param>
    public AvailabilityWindow(TimeSpan start, TimeSpan threshold, string? lastServer = null, TimeSpan? lastBegin = null)
    {
        _start = _lastAnswer = _longestGapStart = start;
        _threshold = threshold;
        _lastServer = lastServer;
        _lastBegin = lastBegin;
    }

    /// <summary>Whether every request that began in a closed window has ended.</summary>
    public bool IsSettled => _end is not null && _pending == 0;

    /// <summary>Who answered last.</summary>
    public string? LastServer => _lastServer;

    /// <summary>When the last request was started.</summary>
    public TimeSpan? LastBegin => _lastBegin;

    /// <summary>A request was started.</summary>
    public void Begin(TimeSpan at)
    {
        _pending++;
        if (_lastBegin is { } last && at - last > _longestSpacing)
        {
            _longestSpacing = at - last;
        }

        _lastBegin = at;
    }

    /// <summary>A request that began in this window was answered.</summary>
    public void CountAnswer(TimeSpan latency)
    {
        _pending--;
        _answers++;
        _latencySum += latency;
        if (latency > _longestLatency)
        {
            _longestLatency = latency;
        }
    }

    /// <summary>An answer came, for a request of this window or of the one before: it ends the gap that was open.</summary>
    public void Hear(TimeSpan at, string? server)
    {
        TimeSpan gap = at - _lastAnswer;
        if (gap > _longestGap)
        {
            (_longestGap, _longestGapStart) = (gap, _lastAnswer);
        }

        if (gap >= _threshold)
        {
            Keep(_outages, new Gap(_lastAnswer, at, _lastServer, server) { Failures = _failuresSinceAnswer });
        }

        _failuresSinceAnswer = 0;
        if (_periods.Count == 0 || !string.Equals(_periods[^1].Server, server, StringComparison.Ordinal))
        {
            Keep(_periods, new Period(server, at));
        }

        _periods[^1].End = at;
        _periods[^1].Answers++;
        _lastAnswer = at;
        _lastServer = server;
    }

    /// <summary>A request that began in this window failed.</summary>
    public void Fail(TimeSpan began, TimeSpan at, string reason)
    {
        _pending--;
        _failures++;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;

        // A request that hangs fails after the outage it belongs to is over.
        int candidate = FirstEndingAtOrAfter(began);
        if (candidate < _outages.Count && _outages[candidate].Start <= at)
        {
            _outages[candidate].Failures++;
        }
        else
        {
            _failuresSinceAnswer++;
        }
    }

    /// <summary>No request begins in the window any more.</summary>
    public void Close(TimeSpan at) => _end = at;

    /// <summary>The report as of a moment, or of the end where the window is closed.</summary>
    public AvailabilityReport Report(Uri uri, TimeSpan now, Func<TimeSpan, DateTimeOffset> wallClock)
    {
        TimeSpan end = _end ?? now;
        TimeSpan open = end - _lastAnswer;
        bool openIsLongest = open > _longestGap;
        List<Outage> outages = _outages.ConvertAll(gap => gap.ToOutage(wallClock, isOver: true));
        if (open >= _threshold)
        {
            var gap = new Gap(_lastAnswer, end, _lastServer, null) { Failures = _failuresSinceAnswer };
            outages.Add(gap.ToOutage(wallClock, isOver: false));
        }

        return new AvailabilityReport
        {
            Uri = uri,
            Started = wallClock(_start),
            Elapsed = end - _start,
            Requests = _answers + _failures,
            Failed = _failures,
            Pending = _pending,
            LongestGap = openIsLongest ? open : _longestGap,
            LongestGapStarted = wallClock(openIsLongest ? _lastAnswer : _longestGapStart),
            LongestSpacing = _longestSpacing,
            MeanLatency = _answers == 0 ? TimeSpan.Zero : _latencySum / _answers,
            LongestLatency = _longestLatency,
            Outages = outages,
            Timeline = _periods.ConvertAll(period => period.ToServingPeriod(wallClock)),
            FailureReasons = new Dictionary<string, long>(_reasons, StringComparer.Ordinal),
        };
    }

    private static void Keep<T>(List<T> list, T item)
    {
        if (list.Count >= MaximumKept)
        {
            list.RemoveRange(0, MaximumKept / 10);
        }

        list.Add(item);
    }

    private int FirstEndingAtOrAfter(TimeSpan time)
    {
        int low = 0;
        int high = _outages.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_outages[middle].End < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private sealed class Gap(TimeSpan start, TimeSpan end, string? before, string? after)
    {
        public TimeSpan Start { get; } = start;

        public TimeSpan End { get; } = end;

        public long Failures { get; set; }

        public Outage ToOutage(Func<TimeSpan, DateTimeOffset> wallClock, bool isOver) =>
            new(wallClock(Start), End - Start, Failures, before, after, isOver);
    }

    private sealed class Period(string? server, TimeSpan start)
    {
        public string? Server => server;

        public TimeSpan End { get; set; }

        public long Answers { get; set; }

        public ServingPeriod ToServingPeriod(Func<TimeSpan, DateTimeOffset> wallClock) =>
            new(Server, wallClock(start), wallClock(End), Answers);
    }
}
