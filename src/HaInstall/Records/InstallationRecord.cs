namespace NginxHa.Installation.Records;

/// <summary>What a build from source put on the machine.</summary>
public sealed record InstallationRecord
{
    /// <summary>nginx or keepalived.</summary>
    public required Component Component { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Its prefix.</summary>
    public required string Prefix { get; init; }

    /// <summary>Path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Path of the configuration.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Path of the process id.</summary>
    public required string PidPath { get; init; }

    /// <summary>The arguments of configure.</summary>
    public required IReadOnlyList<string> ConfigureArguments { get; init; }

    /// <summary>SHA-256 of the source archive.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>Installed files: SHA-256, or the target of a symbolic link, by path.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Folders that were made for them.</summary>
    public required IReadOnlyList<string> Folders { get; init; }
}
