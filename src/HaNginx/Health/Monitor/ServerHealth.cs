using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>What a monitor knows of a server.</summary>
public sealed record ServerHealth
{
    /// <summary>What it is known by.</summary>
    public required ServerKey Key { get; init; }

    /// <summary>The judgement after rise and fall; null until there is one.</summary>
    public bool? Healthy { get; init; }

    /// <summary>Results of the same kind in a row, up to now.</summary>
    public int InARow { get; init; }

    /// <summary>The last result was a success.</summary>
    public bool? LastSuccess { get; init; }

    /// <summary>Why the last result is what it is; empty before the first.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Latency of the last result.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>When it was asked last; null before the first time.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>Since when it is healthy or not.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Questions so far.</summary>
    public long Checks { get; init; }

    /// <summary>Of them, those that failed.</summary>
    public long Failures { get; init; }

    /// <summary>Who marked it down, if anybody.</summary>
    public DownOrigin Down { get; init; }

    /// <summary>It is unhealthy but stays in use, because too few others are left.</summary>
    public bool Spared { get; init; }
}
