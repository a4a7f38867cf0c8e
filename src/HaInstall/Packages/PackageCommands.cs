using NginxHa.Installation.Machine;
using NginxHa.Platform;

namespace NginxHa.Installation.Packages;

/// <summary>
/// The command lines of the package managers. Those of apt-get are run in tests; the others follow the managers' manuals and are
/// asserted word by word.
/// </summary>
public static class PackageCommands
{
    // A machine that has just booted often updates itself; waiting beats failing.
    private const string AptLockSeconds = "DPkg::Lock::Timeout=120";

    private static readonly Dictionary<string, string?> AptEnvironment = new()
    {
        ["DEBIAN_FRONTEND"] = "noninteractive",
        ["NEEDRESTART_SUSPEND"] = "1",
    };

    /// <summary>Fetches the lists of packages; null where the installing command does it by itself.</summary>
    public static SystemCommand? Refresh(PackageManager manager) => manager switch
    {
        PackageManager.Apt => Apt("update"),
        PackageManager.Zypper => new SystemCommand("zypper", "--non-interactive", "refresh"),
        PackageManager.Apk => new SystemCommand("apk", "update"),
        PackageManager.Dnf or PackageManager.Yum or PackageManager.Pacman => null,
        _ => throw Unknown(),
    };

    /// <summary>Installs packages; those that are there in the version asked for stay.</summary>
    /// <param name="manager">The package manager.</param>
    /// <param name="packages">Names.</param>
    /// <param name="versions">Versions by name, for those that are pinned.</param>
    public static SystemCommand Install(PackageManager manager, IReadOnlyList<string> packages, IReadOnlyDictionary<string, string>? versions = null)
    {
        ArgumentNullException.ThrowIfNull(packages);
        bool pinned = versions is not null && packages.Any(versions.ContainsKey);
        string[] specifications = [.. packages.Select(name => Pin(manager, name, versions?.GetValueOrDefault(name)))];
        return manager switch
        {
            // The configuration files of an earlier installation stay as they are.
            PackageManager.Apt => Apt([
                "install", "--yes", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold",
                .. pinned ? ["--allow-downgrades"] : (string[])[], "--", .. specifications]),
            PackageManager.Dnf => new SystemCommand("dnf", ["--assumeyes", "install", .. specifications]),
            PackageManager.Yum => new SystemCommand("yum", ["--assumeyes", "install", .. specifications]),
            PackageManager.Zypper => new SystemCommand("zypper", [
                "--non-interactive", "install", "--no-recommends", .. pinned ? ["--oldpackage"] : (string[])[], "--", .. specifications]),
            PackageManager.Apk => new SystemCommand("apk", ["add", .. specifications]),
            PackageManager.Pacman => new SystemCommand("pacman", ["--sync", "--needed", "--noconfirm", .. specifications]),
            _ => throw Unknown(),
        };
    }

    /// <summary>Removes packages.</summary>
    /// <param name="manager">The package manager.</param>
    /// <param name="packages">Names of packages that are installed.</param>
    /// <param name="withConfiguration">Remove the configuration files, too, where the manager can.</param>
    public static SystemCommand Remove(PackageManager manager, IReadOnlyList<string> packages, bool withConfiguration) => manager switch
    {
        PackageManager.Apt => Apt([withConfiguration ? "purge" : "remove", "--yes", "--", .. packages]),
        PackageManager.Dnf => new SystemCommand("dnf", ["--assumeyes", "remove", .. packages]),
        PackageManager.Yum => new SystemCommand("yum", ["--assumeyes", "remove", .. packages]),
        PackageManager.Zypper => new SystemCommand("zypper", ["--non-interactive", "remove", "--", .. packages]),
        PackageManager.Apk => new SystemCommand("apk", ["del", .. withConfiguration ? ["--purge"] : (string[])[], .. packages]),
        PackageManager.Pacman => new SystemCommand("pacman", ["--remove", .. withConfiguration ? ["--nosave"] : (string[])[], "--noconfirm", .. packages]),
        _ => throw Unknown(),
    };

    /// <summary>Asks which of some packages are installed, and in which version. The exit code says nothing.</summary>
    public static SystemCommand Query(PackageManager manager, IReadOnlyList<string> packages) => manager switch
    {
        PackageManager.Apt => new SystemCommand("dpkg-query", ["--show", "--showformat=${db:Status-Abbrev} ${Package} ${Version}\\n", .. packages]),
        PackageManager.Dnf or PackageManager.Yum or PackageManager.Zypper =>
            new SystemCommand("rpm", ["--query", "--queryformat=%{NAME} %{VERSION}-%{RELEASE}\\n", .. packages]),
        PackageManager.Apk => new SystemCommand("apk", ["list", "--installed", .. packages]),
        PackageManager.Pacman => new SystemCommand("pacman", ["--query", .. packages]),
        _ => throw Unknown(),
    };

    /// <summary>Reads the answer to <see cref="Query"/>: versions by name of those that are installed.</summary>
    public static IReadOnlyDictionary<string, string> ReadQuery(PackageManager manager, IEnumerable<string> lines, IReadOnlyList<string> packages)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            (string Name, string Version)? entry = manager switch
            {
                // "ii": wanted and installed. "rc" is a removed package whose configuration stayed.
                PackageManager.Apt => words is [var status, var name, var version] && status.Length > 1 && status[1] == 'i' ? (name, version) : null,
                PackageManager.Apk => words.Length > 0 ? ApkEntry(words[0], packages) : null,
                _ => words is [var name, var version] ? (name, version) : null,
            };
            if (entry is { } known && packages.Contains(known.Name))
            {
                found[known.Name] = known.Version;
            }
        }

        return found;
    }

    /// <summary>Whether a version is one that was asked for: <c>1.22.1</c> stands for any packaging of it.</summary>
    public static bool Satisfies(string installed, string? wanted)
    {
        ArgumentNullException.ThrowIfNull(installed);
        if (wanted is null || installed == wanted)
        {
            return true;
        }

        string withoutEpoch = installed[(installed.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return withoutEpoch == wanted || withoutEpoch.StartsWith(wanted + "-", StringComparison.Ordinal);
    }

    private static (string Name, string Version)? ApkEntry(string word, IReadOnlyList<string> packages) =>
        packages.FirstOrDefault(name => word.StartsWith(name + "-", StringComparison.Ordinal) && word.Length > name.Length + 1 && char.IsAsciiDigit(word[name.Length + 1])) is { } package
            ? (package, word[(package.Length + 1)..])
            : null;

    private static string Pin(PackageManager manager, string name, string? version) => (manager, version) switch
    {
        (_, null) => name,
        (PackageManager.Apt, _) => version.Contains('-', StringComparison.Ordinal) ? $"{name}={version}" : $"{name}={version}*",
        (PackageManager.Zypper or PackageManager.Apk, _) => $"{name}={version}",
        (PackageManager.Dnf or PackageManager.Yum, _) => $"{name}-{version}",
        (PackageManager.Pacman, _) => throw new InstallationException(
            InstallationFailure.NotSupported, $"pacman knows the newest version of a package only, so {name} {version} cannot be asked for; leave the version out, or use -Method Source."),
        _ => throw Unknown(),
    };

    private static SystemCommand Apt(params IReadOnlyList<string> arguments) =>
        new("apt-get", ["-q", "-o", AptLockSeconds, .. arguments]) { Environment = AptEnvironment };

    private static InstallationException Unknown() =>
        new(InstallationFailure.NotSupported, "There is no package manager here that is known (apt-get, dnf, yum, zypper, apk, pacman); -Method Source with -SkipBuildDependency does without one.");
}
