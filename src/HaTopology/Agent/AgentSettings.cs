namespace NginxHa.Topology;

/// <summary>How the agent itself runs; the same on all nodes of a document.</summary>
public sealed record AgentSettings
{
    /// <summary>Log.</summary>
    public AgentLogSettings Log { get; init; } = new();

    /// <summary>Prometheus metrics; null for none.</summary>
    public AgentMetricsSettings? Metrics { get; init; }

    /// <summary>Memory and processor.</summary>
    public AgentSchedulingSettings Scheduling { get; init; } = new();
}
