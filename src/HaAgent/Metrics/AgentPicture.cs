using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Metrics;

/// <summary>The agent at one moment, for metrics.</summary>
internal sealed record AgentPicture
{
    /// <summary>Version of the agent.</summary>
    public required string Version { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Documents that were applied after the first one.</summary>
    public required long ReloadsSucceeded { get; init; }

    /// <summary>Documents that were refused.</summary>
    public required long ReloadsRefused { get; init; }

    /// <summary>Instances that could not be started yet.</summary>
    public required int InstancesWaiting { get; init; }

    /// <summary>Instances.</summary>
    public required IReadOnlyList<VrrpInstanceStatus> Instances { get; init; }

    /// <summary>Monitors of nginx's upstreams.</summary>
    public IReadOnlyList<UpstreamMonitorStatus> Monitors { get; init; } = [];

    /// <summary>Event loops.</summary>
    public required IReadOnlyList<EngineLoopStatus> Loops { get; init; }
}
