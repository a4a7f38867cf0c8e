using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Installation;
using NginxHa.Installation.Planning;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Installation;

/// <summary>Installs nginx and keepalived from packages or from source, registers and starts their services, and configures them.</summary>
[Cmdlet(VerbsLifecycle.Install, "NginxKeepalived", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HaInstallation))]
public sealed class InstallNginxKeepalivedCommand : InstallationCmdlet
{
    /// <summary>Packages, or a build from source.</summary>
    [Parameter(Position = 0)]
    public InstallationMethod Method { get; set; }

    /// <summary>What to install.</summary>
    [Parameter]
    public Component Component { get; set; } = Component.Both;

    /// <summary>Version of nginx.</summary>
    [Parameter]
    [ValidatePattern(@"^[0-9][0-9A-Za-z.+~:_-]*$")]
    public string? NginxVersion { get; set; }

    /// <summary>Version of keepalived.</summary>
    [Parameter]
    [ValidatePattern(@"^[0-9][0-9A-Za-z.+~:_-]*$")]
    public string? KeepalivedVersion { get; set; }

    /// <summary>Takes nginx from the repository of nginx.org.</summary>
    [Parameter]
    public SwitchParameter NginxRepository { get; set; }

    /// <summary>File with the key of that repository.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RepositoryKey { get; set; }

    /// <summary>Source archives, or folders with them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SourcePath { get; set; } = [];

    /// <summary>SHA-256 sums of archives that count as good.</summary>
    [Parameter]
    [ValidatePattern("^[0-9A-Fa-f]{64}$")]
    public string[] Checksum { get; set; } = [];

    /// <summary>File with the OpenPGP keys that signatures of archives have to come from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SignatureKey { get; set; }

    /// <summary>Prefix of a build.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>Further arguments for nginx's configure.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ConfigureArgument { get; set; } = [];

    /// <summary>Further arguments for keepalived's configure.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] KeepalivedConfigureArgument { get; set; } = [];

    /// <summary>Account of nginx's workers in a build.</summary>
    [Parameter]
    [ValidatePattern("^[a-z_][a-z0-9_-]{0,31}$")]
    public string UserName { get; set; } = "www";

    /// <summary>Folder in which the build works.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BuildPath { get; set; }

    /// <summary>Number of compilers at a time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int Jobs { get; set; }

    /// <summary>Does not install what a build needs.</summary>
    [Parameter]
    public SwitchParameter SkipBuildDependency { get; set; }

    /// <summary>Neither registers nor starts services.</summary>
    [Parameter]
    public SwitchParameter SkipService { get; set; }

    /// <summary>Registers services without starting them now.</summary>
    [Parameter]
    public SwitchParameter NoStart { get; set; }

    /// <summary>The topology to configure both for: the object, or the path of its document.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? Topology { get; set; }

    /// <summary>This machine's part in the topology: a node's name, Master, or Backup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>Replaces an nginx.conf that somebody else wrote.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        InstallationOptions options = ReadOptions();
        AwaitInstallation(token => InstallAsync(options, token));
    }

    private async Task InstallAsync(InstallationOptions options, CancellationToken cancellationToken)
    {
        MachineState before = await ReadStateAsync(cancellationToken);
        var planner = new InstallationPlanner(Facts, before, Files);
        IReadOnlyList<InstallationStep> steps = planner.Install(options);
        foreach (string note in planner.Notes)
        {
            WriteWarning(note);
        }

        if (steps.Count == 0)
        {
            WriteVerbose("Everything is as asked for.");
        }

        int done = await RunStepsAsync("Installing nginx and keepalived", steps, cancellationToken);
        MachineState after = done == 0 ? before : await ReadStateAsync(cancellationToken);
        foreach (HaInstallation installation in await ReadInstallationsAsync(options.Component, after, cancellationToken))
        {
            if (installation.Method is null || installation.Method == options.Method)
            {
                WriteObject(installation with { Changed = done > 0 });
            }
        }
    }

    private InstallationOptions ReadOptions()
    {
        if (Method == InstallationMethod.Package && !Facts.IsWindows)
        {
            string? wrong = new[] { nameof(SourcePath), nameof(Checksum), nameof(SignatureKey), nameof(Prefix), nameof(ConfigureArgument), nameof(KeepalivedConfigureArgument), nameof(BuildPath), nameof(Jobs) }
                .FirstOrDefault(MyInvocation.BoundParameters.ContainsKey);
            if (wrong is not null)
            {
                throw HaErrors.InvalidCombination($"-{wrong} is for a build; say -Method Source with it.");
            }
        }
        else if (NginxRepository)
        {
            throw HaErrors.InvalidCombination("-NginxRepository is for packages; leave -Method Source out.");
        }

        if (Role is not null && Topology is null)
        {
            throw HaErrors.InvalidCombination("-Role needs the -Topology in which it is one.");
        }

        string prefix = Prefix is null ? InstallationOptions.DefaultPrefix : ResolveFilePath(Prefix);
        if (prefix.Any(character => char.IsWhiteSpace(character) || "\"'$`\\:*?".Contains(character, StringComparison.Ordinal)) && !Facts.IsWindows)
        {
            throw HaErrors.InvalidValue(nameof(Prefix), Prefix, "an absolute path without blanks, quotes and other special characters: makefiles cannot take them");
        }

        HaTopology? topology = Topology is null ? null : ChosenTopology.Read(Topology.BaseObject, ResolveFilePath);
        return new InstallationOptions
        {
            Component = Component,
            Method = Method,
            NginxVersion = NginxVersion,
            KeepalivedVersion = KeepalivedVersion,
            NginxRepository = NginxRepository,
            RepositoryKeyPath = RepositoryKey is null ? null : ResolveFilePath(RepositoryKey),
            SourcePaths = [.. SourcePath.Select(ResolveFilePath)],
            Checksums = Checksum,
            SignatureKeyPath = SignatureKey is null ? null : ResolveFilePath(SignatureKey),
            Prefix = prefix,
            ConfigureArguments = ConfigureArgument,
            KeepalivedConfigureArguments = KeepalivedConfigureArgument,
            User = UserName,
            WorkFolder = BuildPath is null ? null : ResolveFilePath(BuildPath),
            Jobs = Jobs,
            SkipBuildDependency = SkipBuildDependency,
            SkipService = SkipService,
            NoStart = NoStart,
            Node = topology is null ? null : ChosenTopology.Derive(topology, Role),
            Nginx = topology?.Nginx,
            Force = Force,
        };
    }
}
