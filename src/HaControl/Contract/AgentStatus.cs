using System.Net;

namespace NginxHa.Control;

/// <summary>The agent at one moment.</summary>
public sealed record AgentStatus
{
    /// <summary>Version of the agent, such as 0.1.0.</summary>
    public required string Version { get; init; }

    /// <summary>Its process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it was started, by the wall clock.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Absolute path of its document.</summary>
    public required string DocumentPath { get; init; }

    /// <summary>SHA-256 of the document in force, 64 lower-case hexadecimal digits; null before the first one is applied.</summary>
    public string? DocumentHash { get; init; }

    /// <summary>Name of this node in the document; null before the first one is applied.</summary>
    public string? NodeName { get; init; }

    /// <summary>The last attempt to read the document again, or null when there was none.</summary>
    public ReloadResult? LastReload { get; init; }

    /// <summary>How late the event loops were at worst within the last minute; null while none runs.</summary>
    public TimeSpan? LoopLatency { get; init; }

    /// <summary>Where the Prometheus metrics are served, or null.</summary>
    public IPEndPoint? MetricsEndPoint { get; init; }
}
