namespace NginxHa.Installation;

/// <summary>One component as it is installed on the machine.</summary>
public sealed record HaInstallation
{
    /// <summary>nginx or keepalived.</summary>
    public required Component Component { get; init; }

    /// <summary>Whether it is there.</summary>
    public bool IsInstalled => Method is not null || Program is not null;

    /// <summary>Where it came from; null when neither the package manager nor a record of this module knows it.</summary>
    public InstallationMethod? Method { get; init; }

    /// <summary>Version, as the program tells it; null when it is not there.</summary>
    public string? Version { get; init; }

    /// <summary>Version of the package; null for a build from source.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>Path of the program.</summary>
    public string? Program { get; init; }

    /// <summary>Path of the configuration.</summary>
    public string? Configuration { get; init; }

    /// <summary>Arguments of configure; empty where they are not known.</summary>
    public IReadOnlyList<string> ConfigureArguments { get; init; } = [];

    /// <summary>Files of a build from source are as they were installed; true for packages, which their manager answers for.</summary>
    public bool IsIntact { get; init; } = true;

    /// <summary>It starts at boot.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Its service runs.</summary>
    public bool IsActive { get; init; }

    /// <summary>The command that installed it changed something; false when all was as asked for.</summary>
    public bool Changed { get; init; }
}
