namespace NginxHa.Nginx.Health;

/// <summary>A monitor as it is at one moment.</summary>
/// <param name="Servers">What it knows of each server, in the order of the configuration.</param>
public sealed record UpstreamMonitorStatus(IReadOnlyList<ServerHealth> Servers)
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The main file that it watches.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>Whether it is watching.</summary>
    public bool Running { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Reloads of nginx so far.</summary>
    public int Reloads { get; init; }

    /// <summary>It was declared in the agent's document rather than asked for.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>How it watches.</summary>
    public MonitorOptions Options { get; init; } = new();

    /// <summary>How each upstream stands.</summary>
    public IReadOnlyList<UpstreamSummary> Upstreams => UpstreamSummary.Of(Servers);

    /// <summary>What happened, oldest first; the last 200 events.</summary>
    public IReadOnlyList<MonitorEvent> Events { get; init; } = [];

    /// <summary>Why the configuration cannot be read at the moment, so that the servers are those of before; null when it can.</summary>
    public string? Problem { get; init; }
}
