using NginxHa.Nginx.Health;

namespace NginxHa.Topology;

/// <summary>A monitor of nginx's upstreams that the agent runs on every node.</summary>
public sealed record UpstreamMonitorSettings
{
    /// <summary>Name, unique on a node; what a track names.</summary>
    public required string Name { get; init; }

    /// <summary>How it watches and what it may do.</summary>
    public MonitorOptions Options { get; init; } = new();
}
