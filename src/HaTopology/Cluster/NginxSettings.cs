namespace NginxHa.Topology;

/// <summary>nginx on the nodes: whether a dead one gives up the virtual IPs, and whether its upstreams are watched.</summary>
public sealed record NginxSettings
{
    /// <summary>A node whose nginx is dead gives up its virtual IPs.</summary>
    public bool Track { get; init; } = true;

    /// <summary>What tells that nginx lives: a URL on the node itself; null for the process alone.</summary>
    public Uri? HealthUri { get; init; }

    /// <summary>Time between two looks.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failures in a row before nginx counts as dead.</summary>
    public int Fall { get; init; } = 2;

    /// <summary>Successes in a row before it counts as alive again.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>Weight of the track; 0 makes the death of nginx a fault, so that the node never stays master.</summary>
    public int Weight { get; init; }

    /// <summary>nginx.conf; null for what <c>nginx -V</c> says.</summary>
    public string? ConfigurationPath { get; init; }

    /// <summary>The nginx program; null to find it on the search path.</summary>
    public string? Program { get; init; }

    /// <summary>Monitors of its upstreams, which the agent runs.</summary>
    public IReadOnlyList<UpstreamMonitorSettings> UpstreamMonitors { get; init; } = [];
}
