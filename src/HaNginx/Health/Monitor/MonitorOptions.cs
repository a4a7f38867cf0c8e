namespace NginxHa.Nginx.Health;

/// <summary>How a monitor watches and what it may do.</summary>
public sealed record MonitorOptions
{
    /// <summary>What is asked of the servers.</summary>
    public HealthCheck Check { get; init; } = new();

    /// <summary>Names of the upstreams to watch; empty for all.</summary>
    public IReadOnlyList<string> Upstreams { get; init; } = [];

    /// <summary>Time from one question to a server to the next; an answer that takes longer holds the next one back.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>By which part of the interval each question comes earlier or later, so that they do not come all at once; 0 to 0.5.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>
    /// Longest interval for a server that has been unhealthy for long; it grows by half with each failure. Null for five
    /// intervals.
    /// </summary>
    public TimeSpan? MaximumInterval { get; init; }

    /// <summary>Successes in a row after which an unhealthy server is healthy.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>Failures in a row after which a healthy server is unhealthy.</summary>
    public int Fall { get; init; } = 3;

    /// <summary>How long to gather changes before nginx reloads.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Least time between two reloads.</summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Servers of each upstream that stay in use whatever the checks say; 1 or more.</summary>
    public int MinimumHealthy { get; init; } = 1;

    /// <summary>Questions at once.</summary>
    public int ThrottleLimit { get; init; } = 256;

    /// <summary>How often to look whether somebody changed the configuration.</summary>
    public TimeSpan ConfigurationInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Only watch; the configuration stays as it is.</summary>
    public bool ReadOnly { get; init; }

    internal TimeSpan LongestInterval => MaximumInterval ?? Interval * 5;

    /// <summary>Refuses settings that cannot work.</summary>
    /// <exception cref="ArgumentException">Names the field, its value and what is allowed.</exception>
    public void Validate()
    {
        Check.Validate();
        Require(Interval >= TimeSpan.FromMilliseconds(10), nameof(Interval), Interval, "10 ms or more");
        Require(Jitter is >= 0 and <= 0.5, nameof(Jitter), Jitter, "0 to 0.5");
        Require(MaximumInterval is null || MaximumInterval >= Interval, nameof(MaximumInterval), MaximumInterval, "the interval or more");
        Require(Rise >= 1, nameof(Rise), Rise, "1 or more");
        Require(Fall >= 1, nameof(Fall), Fall, "1 or more");
        Require(Debounce >= TimeSpan.Zero, nameof(Debounce), Debounce, "0 or more");
        Require(ReloadInterval >= TimeSpan.Zero, nameof(ReloadInterval), ReloadInterval, "0 or more");
        Require(MinimumHealthy >= 1, nameof(MinimumHealthy), MinimumHealthy, "1 or more, or nginx would have no server left");
        Require(ThrottleLimit >= 1, nameof(ThrottleLimit), ThrottleLimit, "1 or more");
        Require(ConfigurationInterval >= TimeSpan.FromMilliseconds(100), nameof(ConfigurationInterval), ConfigurationInterval, "100 ms or more");
    }

    /// <summary>Whether two monitors of one configuration would both mark servers of the same upstream, each by its own judgement.</summary>
    /// <param name="one">Options of the one.</param>
    /// <param name="other">Options of the other.</param>
    public static bool Conflict(MonitorOptions one, MonitorOptions other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return !one.ReadOnly && !other.ReadOnly
            && (one.Upstreams.Count == 0 || other.Upstreams.Count == 0 || one.Upstreams.Intersect(other.Upstreams).Any());
    }

    private static void Require(bool condition, string field, object? value, string allowed)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{field} is '{value}'; allowed is {allowed}."));
        }
    }
}
