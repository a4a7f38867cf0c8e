namespace NginxHa.Installation.Configuration;

/// <summary>What a first nginx.conf is for.</summary>
public sealed record NginxStarterOptions
{
    /// <summary>Name of the node, which the health page tells.</summary>
    public required string NodeName { get; init; }

    /// <summary>Account of the workers.</summary>
    public required string User { get; init; }

    /// <summary>Path for the process id.</summary>
    public required string PidPath { get; init; }

    /// <summary>Where the topology asks whether nginx lives; null when it looks at the process alone.</summary>
    public Uri? HealthUri { get; init; }

    /// <summary>Answer on IPv6, too: a virtual IP is of that kind.</summary>
    public bool ListensOnIPv6 { get; init; }

    /// <summary>Include the module files of Debian's packages.</summary>
    public bool IncludesModules { get; init; }
}
