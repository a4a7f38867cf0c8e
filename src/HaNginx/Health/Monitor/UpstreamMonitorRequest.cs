namespace NginxHa.Nginx.Health;

/// <summary>A monitor that somebody wants.</summary>
public sealed record UpstreamMonitorRequest
{
    /// <summary>Its name; null for the path of the configuration.</summary>
    public string? Name { get; init; }

    /// <summary>Absolute path of the main file to watch; null for the one that nginx was built with.</summary>
    public string? ConfigurationPath { get; init; }

    /// <summary>Absolute path of the nginx program; null to search.</summary>
    public string? ProgramPath { get; init; }

    /// <summary>nginx's prefix; null for the one it was built with.</summary>
    public string? Prefix { get; init; }

    /// <summary>How it watches and what it may do.</summary>
    public MonitorOptions Options { get; init; } = new();
}
