using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>A monitor as it is at one moment.</summary>
public sealed class NginxUpstreamMonitor
{
    internal NginxUpstreamMonitor(UpstreamMonitorStatus status, EngineKind engine)
    {
        Name = status.Name;
        Path = status.Path;
        Engine = engine;
        Origin = status.IsDeclared ? InstanceOrigin.Document : InstanceOrigin.Request;
        Running = status.Running;
        Started = status.Started;
        Reloads = status.Reloads;
        Problem = status.Problem;
        Options = status.Options;
        Servers = [.. status.Servers];
        Upstreams = [.. status.Upstreams];
        Events = [.. status.Events];
        Healthy = Servers.Count(server => server.Healthy != false);
        Unhealthy = Servers.Length - Healthy;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The main file that it watches.</summary>
    public string Path { get; }

    /// <summary>Where it runs: in this process, or in the agent.</summary>
    public EngineKind Engine { get; }

    /// <summary>Whether the agent's document has it, or somebody asked for it.</summary>
    public InstanceOrigin Origin { get; }

    /// <summary>Whether it is watching.</summary>
    public bool Running { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Reloads of nginx so far.</summary>
    public int Reloads { get; }

    /// <summary>Why the configuration cannot be read at the moment; null when it can.</summary>
    public string? Problem { get; }

    /// <summary>How it watches.</summary>
    public MonitorOptions Options { get; }

    /// <summary>What it knows of each server.</summary>
    public ServerHealth[] Servers { get; }

    /// <summary>How each upstream stands.</summary>
    public UpstreamSummary[] Upstreams { get; }

    /// <summary>What happened, the last 200 events.</summary>
    public MonitorEvent[] Events { get; }

    /// <summary>Servers that are not judged unhealthy.</summary>
    public int Healthy { get; }

    /// <summary>Servers that are judged unhealthy.</summary>
    public int Unhealthy { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
