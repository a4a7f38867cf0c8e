namespace NginxHa.Nginx.Upstreams;

/// <summary>What a server shall be. What is null stays as it is, or is left to nginx's default when the server is new.</summary>
public sealed record UpstreamServerSettings
{
    /// <summary>Another address.</summary>
    public ServerAddress? Address { get; init; }

    /// <summary>Share of the requests, 1 or more.</summary>
    public int? Weight { get; init; }

    /// <summary>Failed attempts after which nginx leaves it out; 0 for never.</summary>
    public int? MaxFails { get; init; }

    /// <summary>Within and for how long.</summary>
    public TimeSpan? FailTimeout { get; init; }

    /// <summary>Connections at once; 0 for no limit.</summary>
    public int? MaxConns { get; init; }

    /// <summary>Used only when the others are out.</summary>
    public bool? Backup { get; init; }

    /// <summary>Not used at all.</summary>
    public bool? Down { get; init; }

    /// <summary>nginx follows changes of the addresses of its name.</summary>
    public bool? Resolve { get; init; }

    /// <summary>How long its weight grows from 0 after it came back.</summary>
    public TimeSpan? SlowStart { get; init; }

    /// <summary>The parameters of nginx.conf that these settings give, in nginx's usual order; null values say "remove".</summary>
    internal IEnumerable<(string Name, string? Text)> Parameters()
    {
        if (Weight is { } weight)
        {
            yield return ("weight", FormattableString.Invariant($"weight={weight}"));
        }

        if (MaxFails is { } fails)
        {
            yield return ("max_fails", FormattableString.Invariant($"max_fails={fails}"));
        }

        if (FailTimeout is { } timeout)
        {
            yield return ("fail_timeout", "fail_timeout=" + NginxTime.Format(timeout));
        }

        if (MaxConns is { } connections)
        {
            yield return ("max_conns", FormattableString.Invariant($"max_conns={connections}"));
        }

        if (SlowStart is { } start)
        {
            yield return ("slow_start", "slow_start=" + NginxTime.Format(start));
        }

        if (Resolve is { } resolve)
        {
            yield return ("resolve", resolve ? "resolve" : null);
        }

        if (Backup is { } backup)
        {
            yield return ("backup", backup ? "backup" : null);
        }

        if (Down is { } down)
        {
            yield return ("down", down ? "down" : null);
        }
    }

    /// <summary>Refuses what nginx would refuse.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Validate()
    {
        Require(Weight is null or > 0, "Weight", Weight, "1 or more");
        Require(MaxFails is null or >= 0, "MaxFails", MaxFails, "0 or more");
        Require(MaxConns is null or >= 0, "MaxConns", MaxConns, "0 or more");
        Require(FailTimeout is null || FailTimeout >= TimeSpan.Zero, "FailTimeout", FailTimeout, "0 or more");
        Require(SlowStart is null || SlowStart >= TimeSpan.Zero, "SlowStart", SlowStart, "0 or more");
    }

    private static void Require(bool condition, string field, object? value, string allowed)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{field} is '{value}'; allowed is {allowed}."));
        }
    }
}
