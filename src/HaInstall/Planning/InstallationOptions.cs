using NginxHa.Topology;

namespace NginxHa.Installation.Planning;

/// <summary>What is to be installed, and how.</summary>
public sealed record InstallationOptions
{
    /// <summary>Where programs built from source go unless told otherwise.</summary>
    public const string DefaultPrefix = "/usr/local";

    /// <summary>What.</summary>
    public Component Component { get; init; } = Component.Both;

    /// <summary>Where from.</summary>
    public InstallationMethod Method { get; init; }

    /// <summary>Take nginx from the repository of nginx.org.</summary>
    public bool NginxRepository { get; init; }

    /// <summary>The key of that repository as a file, for machines that cannot fetch it; null to fetch and verify it.</summary>
    public string? RepositoryKeyPath { get; init; }

    /// <summary>Version of nginx; null for the package manager's, or the default of a build.</summary>
    public string? NginxVersion { get; init; }

    /// <summary>Version of keepalived, as <see cref="NginxVersion"/>.</summary>
    public string? KeepalivedVersion { get; init; }

    /// <summary>Source archives, or folders with them; empty to download.</summary>
    public IReadOnlyList<string> SourcePaths { get; init; } = [];

    /// <summary>SHA-256 sums of archives that count as good.</summary>
    public IReadOnlyList<string> Checksums { get; init; } = [];

    /// <summary>OpenPGP keys whose signatures count as good; null for none.</summary>
    public string? SignatureKeyPath { get; init; }

    /// <summary>Prefix: nginx goes into its folder <c>nginx</c>, keepalived into the prefix itself.</summary>
    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>Further arguments for nginx's configure.</summary>
    public IReadOnlyList<string> ConfigureArguments { get; init; } = [];

    /// <summary>Further arguments for keepalived's configure.</summary>
    public IReadOnlyList<string> KeepalivedConfigureArguments { get; init; } = [];

    /// <summary>Account of nginx's workers in a build.</summary>
    public string User { get; init; } = "www";

    /// <summary>Folder for the build; null for the system's temporary folder.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Number of compilers at a time; 0 for one a processor.</summary>
    public int Jobs { get; init; }

    /// <summary>Do not install what a build needs.</summary>
    public bool SkipBuildDependency { get; init; }

    /// <summary>Neither register nor start services.</summary>
    public bool SkipService { get; init; }

    /// <summary>Register services, but start them with the next boot only.</summary>
    public bool NoStart { get; init; }

    /// <summary>What the node is to run; null to write no configuration.</summary>
    public NodeDeclaration? Node { get; init; }

    /// <summary>nginx in the topology; null when it says nothing of nginx.</summary>
    public NginxSettings? Nginx { get; init; }

    /// <summary>Replace an nginx.conf that somebody else wrote.</summary>
    public bool Force { get; init; }
}
