namespace NginxHa.Installation.Sources;

/// <summary>One build from source.</summary>
public sealed record SourceBuild
{
    /// <summary>nginx or keepalived.</summary>
    public required Component Component { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The archive; null to download it.</summary>
    public string? Archive { get; init; }

    /// <summary>SHA-256 sums that count as good beside those of <see cref="SourceCatalogue.Releases"/>.</summary>
    public IReadOnlyList<string> Checksums { get; init; } = [];

    /// <summary>File with the OpenPGP keys that a signature beside the archive (<c>.asc</c>, <c>.sig</c>) may come from; null for none.</summary>
    public string? SignatureKeyPath { get; init; }

    /// <summary>The installation prefix of the component itself.</summary>
    public required string Prefix { get; init; }

    /// <summary>Arguments for configure behind the usual ones; the last one wins.</summary>
    public IReadOnlyList<string> ConfigureArguments { get; init; } = [];

    /// <summary>Account and group of nginx's workers.</summary>
    public string User { get; init; } = "www";

    /// <summary>Number of compilers at a time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Folder for the work; null for the system's temporary folder. A private folder is made in it, and removed at the end.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Where the program will be.</summary>
    public string Program => Component == Component.Nginx ? $"{Prefix}/sbin/nginx" : $"{Prefix}/sbin/keepalived";

    /// <summary>keepalived's configuration folder's parent: /etc for a system prefix, else below the prefix.</summary>
    public string SystemConfigurationFolder => Prefix is "/usr/local" or "/usr" ? "/etc" : $"{Prefix}/etc";

    /// <summary>Where the configuration will be.</summary>
    public string ConfigurationPath => Component == Component.Nginx
        ? Option("--conf-path=") ?? $"{Prefix}/conf/nginx.conf"
        : $"{SystemConfigurationFolder}/keepalived/keepalived.conf";

    /// <summary>Where the process id will be.</summary>
    public string PidPath => Component == Component.Nginx ? Option("--pid-path=") ?? $"{Prefix}/logs/nginx.pid" : "/run/keepalived.pid";

    private string? Option(string name) => ConfigureArguments.LastOrDefault(argument => argument.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
