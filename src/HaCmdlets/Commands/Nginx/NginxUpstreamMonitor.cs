using NginxHa.Nginx.Health;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>A monitor as it is at one moment.</summary>
public sealed class NginxUpstreamMonitor
{
    internal NginxUpstreamMonitor(UpstreamMonitor monitor)
    {
        Name = monitor.Name;
        Path = monitor.Path;
        Running = monitor.IsRunning;
        Started = monitor.Started;
        Reloads = monitor.Reloads;
        Options = monitor.Options;
        Servers = [.. monitor.Servers()];
        Upstreams = [.. monitor.Summarize()];
        Events = [.. monitor.Events()];
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The main file that it watches.</summary>
    public string Path { get; }

    /// <summary>Which engine it runs in: this session.</summary>
    public string Engine { get; } = "Session";

    /// <summary>Whether it is watching.</summary>
    public bool Running { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Reloads of nginx so far.</summary>
    public int Reloads { get; }

    /// <summary>How it watches.</summary>
    public MonitorOptions Options { get; }

    /// <summary>What it knows of each server.</summary>
    public ServerHealth[] Servers { get; }

    /// <summary>How each upstream stands.</summary>
    public UpstreamSummary[] Upstreams { get; }

    /// <summary>What happened, the last 200 events.</summary>
    public MonitorEvent[] Events { get; }

    /// <summary>Servers that are not judged unhealthy.</summary>
    public int Healthy => Servers.Count(server => server.Healthy != false);

    /// <summary>Servers that are judged unhealthy.</summary>
    public int Unhealthy => Servers.Count(server => server.Healthy == false);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
