using System.Text.RegularExpressions;

namespace NginxHa.Nginx.Measurement;

/// <summary>What to ask, how often, and how to tell who answered.</summary>
public sealed record AvailabilityProbeOptions
{
    /// <summary>The most requests that may be under way at one moment: the time-out divided by the interval.</summary>
    public const int MaximumPending = 4096;

    /// <summary><c>http://</c>, <c>https://</c>, or <c>tcp://host:port</c> for a connection without a request.</summary>
    public required Uri Uri { get; init; }

    /// <summary>Time between the starts of two requests, 1 ms to 1 min. Each has a connection of its own.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// A request that takes longer has failed, 1 ms to 1 min. Below one second no lost SYN is sent again within it, so that
    /// a request tells about its own moment.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time without an answer from which it is called an outage; null means the larger of 10 intervals and 50 ms.</summary>
    public TimeSpan? OutageThreshold { get; init; }

    /// <summary>End after this many requests; null for no limit.</summary>
    public long? Count { get; init; }

    /// <summary>End after this time; null for no limit.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Response header that names the server which answered.</summary>
    public string ServerHeader { get; init; } = "X-Served-By";

    /// <summary>Finds the server's name in the body (its first 64 KiB): the first group, or the whole match. Null to use the header only.</summary>
    public Regex? ServerPattern { get; init; }

    /// <summary>Host header (and name in TLS) instead of the URL's.</summary>
    public string? HostHeader { get; init; }

    /// <summary>Accept any certificate.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The threshold in force.</summary>
    public TimeSpan EffectiveOutageThreshold =>
        OutageThreshold ?? TimeSpan.FromTicks(Math.Max(Interval.Ticks * 10, TimeSpan.TicksPerMillisecond * 50));

    /// <summary>Refuses what cannot be measured.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it and says what is allowed.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Uri);
        if (!Uri.IsAbsoluteUri || Uri.Scheme is not ("http" or "https" or "tcp") || string.IsNullOrEmpty(Uri.Host))
        {
            throw Invalid(nameof(Uri), Uri, "an absolute http, https or tcp address such as http://192.0.2.10/ or tcp://192.0.2.10:443");
        }

        if (Uri.Port is < 1 or > 65535)
        {
            throw Invalid(nameof(Uri), Uri, "an address with a port from 1 to 65535: tcp has no default one");
        }

        RequireRange(nameof(Interval), Interval);
        RequireRange(nameof(Timeout), Timeout);
        if (Timeout.Ticks / Interval.Ticks > MaximumPending)
        {
            throw Invalid(nameof(Timeout), Timeout, $"at most {MaximumPending} times the interval, {TimeSpan.FromTicks(Interval.Ticks * MaximumPending)}");
        }

        if (OutageThreshold is { } threshold && threshold < Interval)
        {
            throw Invalid(nameof(OutageThreshold), threshold, $"the interval, {Interval}, or more");
        }

        if (Count is <= 0)
        {
            throw Invalid(nameof(Count), Count, "1 or more");
        }

        if (Duration is { } duration && duration <= TimeSpan.Zero)
        {
            throw Invalid(nameof(Duration), duration, "more than 0 s");
        }
    }

    private static void RequireRange(string field, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromMinutes(1))
        {
            throw Invalid(field, value, "1 ms to 1 min");
        }
    }

    private static ArgumentException Invalid(string field, object? value, string allowed) =>
        new($"{field} is '{value}'; allowed is {allowed}.");
}
