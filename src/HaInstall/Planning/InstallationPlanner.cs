using NginxHa.Installation.Machine;
using NginxHa.Installation.Packages;
using NginxHa.Installation.Records;
using NginxHa.Installation.Sources;
using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>
/// Decides the steps of an installation from what the machine is and has. It runs nothing and changes nothing; where everything is
/// as asked for, there are no steps.
/// </summary>
/// <param name="facts">The machine.</param>
/// <param name="state">What is on it.</param>
/// <param name="files">Its files, to compare with.</param>
public sealed partial class InstallationPlanner(MachineFacts facts, MachineState state, MachineFiles files)
{
    private readonly List<InstallationStep> _steps = [];

    private readonly List<string> _notes = [];

    // Services whose program or configuration is about to change.
    private readonly HashSet<string> _replaced = [];
    private readonly HashSet<string> _reconfigured = [];

    /// <summary>What was left as it is though a part of the order could be meant to change it, in sentences.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The steps of an installation.</summary>
    /// <exception cref="InstallationException">It cannot be done on this machine.</exception>
    public IReadOnlyList<InstallationStep> Install(InstallationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _steps.Clear();
        _notes.Clear();
        _replaced.Clear();
        _reconfigured.Clear();
        if (facts.IsWindows)
        {
            InstallOnWindows(options);
            return [.. _steps];
        }

        if (options.Method == InstallationMethod.Package)
        {
            InstallPackages(options);
        }
        else
        {
            BuildFromSource(options);
        }

        Configure(options);
        if (!options.SkipService)
        {
            RegisterServices(options);
        }

        return [.. _steps];
    }

    /// <summary>The components of an installation one by one, in the order in which they start.</summary>
    internal static IEnumerable<Component> Each(Component component) =>
        new[] { Component.Nginx, Component.Keepalived }.Where(each => component.HasFlag(each));

    internal static string? VersionOf(InstallationOptions options, Component component) =>
        component == Component.Nginx ? options.NginxVersion : options.KeepalivedVersion;

    private void InstallPackages(InstallationOptions options)
    {
        bool repository = options.NginxRepository && options.Component.HasFlag(Component.Nginx) && AddRepository(options);
        string[] wanted = [.. PackageNames.Of(options.Component)];
        Dictionary<string, string> versions = Each(options.Component)
            .Where(component => VersionOf(options, component) is not null)
            .ToDictionary(SourceCatalogue.Name, component => VersionOf(options, component)!, StringComparer.Ordinal);
        string[] missing =
        [
            .. wanted.Where(name => (repository && name == "nginx")
                || !state.Packages.TryGetValue(name, out string? installed)
                || !PackageCommands.Satisfies(installed, versions.GetValueOrDefault(name))),
        ];
        if (missing.Length == 0)
        {
            return;
        }

        AddExtraPackages();
        string[] named = [.. missing.Select(name => versions.TryGetValue(name, out string? version) ? $"{name} {version}" : name)];
        SystemCommand? refresh = PackageCommands.Refresh(facts.PackageManager);
        if (refresh is not null)
        {
            _steps.Add(new CommandStep("Fetch the lists of packages", refresh));
        }

        _steps.Add(new CommandStep($"Install the packages {string.Join(", ", named)}", PackageCommands.Install(facts.PackageManager, missing, versions)));
        _replaced.UnionWith(missing);
    }

    /// <summary>nginx of Red Hat Enterprise Linux 7 and its kin is in EPEL.</summary>
    private void AddExtraPackages()
    {
        if (facts.PackageManager == PackageManager.Yum && facts.Release.Id is "centos" or "ol" or "scientific" && !state.Packages.ContainsKey("epel-release"))
        {
            _steps.Add(new CommandStep("Install the packages epel-release", PackageCommands.Install(facts.PackageManager, ["epel-release"])));
        }
    }

    private bool AddRepository(InstallationOptions options)
    {
        bool changed = false;
        IReadOnlyDictionary<string, string> wanted = NginxRepository.Files(facts);
        SystemCommand? trust = NginxRepository.TrustKey(facts.PackageManager, KeyPath);
        if (!files.Exists(KeyPath))
        {
            _steps.Add(new RepositoryKeyStep("Fetch and verify the key of nginx.org's packages", KeyPath, options.RepositoryKeyPath));
            if (trust is not null)
            {
                _steps.Add(new CommandStep("Trust the key of nginx.org's packages", trust));
            }

            changed = true;
        }

        foreach ((string path, string text) in wanted)
        {
            changed |= AddFile($"Make the repository of nginx.org known in '{path}'", path, text, keepPrevious: true);
        }

        return changed;
    }

    private string KeyPath => facts.PackageManager == PackageManager.Apt ? NginxRepository.AptKeyPath : "/etc/pki/rpm-gpg/RPM-GPG-KEY-nginx";

    private void BuildFromSource(InstallationOptions options)
    {
        SourceBuild[] builds = [.. Each(options.Component).Select(component => Describe(options, component)).Where(build => !IsInstalled(build))];
        if (builds.Length == 0)
        {
            return;
        }

        if (!options.SkipBuildDependency)
        {
            AddBuildDependencies(builds);
        }

        if (builds.Any(build => build.Component == Component.Nginx) && !AccountCommands.Has(files.Read("/etc/passwd"), options.User))
        {
            _steps.Add(new CommandStep(
                $"Add the account {options.User}, without home and login shell",
                AccountCommands.Create(facts, options.User, AccountCommands.Has(files.Read("/etc/group"), options.User))));
        }

        foreach (SourceBuild build in builds)
        {
            string name = SourceCatalogue.Name(build.Component);
            _steps.Add(new BuildStep($"Build {name} {build.Version} from source and install it in {build.Prefix}", build));
            _replaced.Add(name);
            if (facts.Selinux != SelinuxMode.Absent)
            {
                _steps.Add(new CommandStep($"Give {build.Program} its SELinux label", new SystemCommand("restorecon", "-R", build.Prefix == "/usr/local" ? "/usr/local/sbin" : build.Prefix)));
            }
        }
    }

    private void AddBuildDependencies(SourceBuild[] builds)
    {
        Component components = builds.Aggregate(default(Component), (all, build) => all | build.Component);
        string? nginx = builds.FirstOrDefault(build => build.Component == Component.Nginx)?.Version;
        string[] missing = [.. PackageNames.ForBuilding(facts.PackageManager, components, nginx is null ? null : Version.Parse(nginx)).Where(name => !state.Packages.ContainsKey(name))];
        if (missing.Length > 0)
        {
            if (PackageCommands.Refresh(facts.PackageManager) is { } refresh)
            {
                _steps.Add(new CommandStep("Fetch the lists of packages", refresh));
            }

            _steps.Add(new CommandStep($"Install what the build needs: {string.Join(", ", missing)}", PackageCommands.Install(facts.PackageManager, missing)));
        }
    }

    private SourceBuild Describe(InstallationOptions options, Component component)
    {
        string? wanted = VersionOf(options, component);
        if (wanted is not null && !SourceCatalogue.IsVersion(wanted))
        {
            throw new InstallationException(InstallationFailure.NotSupported, $"The version '{wanted}' is none of a source archive; allowed are numbers with dots, such as {SourceCatalogue.DefaultVersion(component)}.");
        }

        (string Path, string Version)? archive = SourceCatalogue.Find(component, options.SourcePaths, wanted);
        if (options.SourcePaths.Count > 0 && archive is null)
        {
            throw new InstallationException(
                InstallationFailure.NotFound,
                $"There is no archive of {SourceCatalogue.Name(component)}{(wanted is null ? string.Empty : " " + wanted)} in {string.Join(", ", options.SourcePaths.Select(path => $"'{path}'"))}; looked for names such as '{SourceCatalogue.Name(component)}-1.2.3.tar.gz' and '{SourceCatalogue.Name(component)}_1.2.3.orig.tar.gz'.");
        }

        return new SourceBuild
        {
            Component = component,
            Version = archive?.Version ?? wanted ?? SourceCatalogue.DefaultVersion(component),
            Archive = archive?.Path,
            Checksums = options.Checksums,
            SignatureKeyPath = options.SignatureKeyPath,
            Prefix = component == Component.Nginx ? $"{options.Prefix.TrimEnd('/')}/nginx" : options.Prefix.TrimEnd('/'),
            ConfigureArguments = component == Component.Nginx ? options.ConfigureArguments : options.KeepalivedConfigureArguments,
            User = options.User,
            Jobs = options.Jobs > 0 ? options.Jobs : Math.Max(1, facts.Processors),
            WorkFolder = options.WorkFolder,
        };
    }

    private bool IsInstalled(SourceBuild build) =>
        state.Record(build.Component) is { } record
        && record.Version == build.Version
        && record.Prefix == build.Prefix
        && record.ConfigureArguments.SequenceEqual(BuildCommands.ConfigureArguments(build))
        && (build.Archive is null || !File.Exists(build.Archive) || ArchiveVerifier.Sha256(build.Archive) == record.SourceSha256)
        && InstallationRecords.IsIntact(files, record);

    /// <summary>Adds a file unless it is like that already.</summary>
    private bool AddFile(string description, string path, string text, bool keepPrevious, UnixFileMode mode = FileModes.Readable)
    {
        if (files.Read(path) == text)
        {
            return false;
        }

        _steps.Add(new FileStep(description, path, text) { KeepPrevious = keepPrevious, Mode = mode });
        return true;
    }
}
