namespace NginxHa.Nginx.Measurement;

/// <summary>What a client saw of a service during one stretch of time.</summary>
public sealed record AvailabilityReport
{
    /// <summary>What was asked.</summary>
    public required Uri Uri { get; init; }

    /// <summary>Beginning, by the wall clock.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Length of the stretch.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Requests that were started and have ended.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests that were refused, broken, answered with an error status or not answered in time.</summary>
    public required long Failed { get; init; }

    /// <summary>Requests still under way: 0 in a final report.</summary>
    public required long Pending { get; init; }

    /// <summary>Requests answered.</summary>
    public long Succeeded => Requests - Failed;

    /// <summary>Part of the requests that was answered, 0 to 1; 1 where there was none.</summary>
    public double Availability => Requests == 0 ? 1 : (double)Succeeded / Requests;

    /// <summary>Longest time in which no answer came: from one answer to the next, or to an end of the stretch.</summary>
    public required TimeSpan LongestGap { get; init; }

    /// <summary>When that time began.</summary>
    public required DateTimeOffset LongestGapStarted { get; init; }

    /// <summary>
    /// Longest time between the starts of two requests. Well above the interval it means that the measuring machine was
    /// busy: a gap of about this length may then be its own.
    /// </summary>
    public required TimeSpan LongestSpacing { get; init; }

    /// <summary>Mean time from the start of a connection to the end of the answer; zero where there was no answer.</summary>
    public required TimeSpan MeanLatency { get; init; }

    /// <summary>Longest such time.</summary>
    public required TimeSpan LongestLatency { get; init; }

    /// <summary>Gaps at or above the threshold, in order; the oldest are left out beyond 10,000.</summary>
    public required IReadOnlyList<Outage> Outages { get; init; }

    /// <summary>Who answered when, in order; the oldest are left out beyond 10,000.</summary>
    public required IReadOnlyList<ServingPeriod> Timeline { get; init; }

    /// <summary>Failed requests by reason.</summary>
    public required IReadOnlyDictionary<string, long> FailureReasons { get; init; }
}
