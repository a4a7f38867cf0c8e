using System.Text.RegularExpressions;

namespace NginxHa.Installation.Sources;

/// <summary>Where sources come from, and the archives that are known to be theirs.</summary>
public static partial class SourceCatalogue
{
    /// <summary>Releases whose archives are verified without being told a checksum; the first of a component is the default.</summary>
    public static IReadOnlyList<SourceRelease> Releases { get; } =
    [
        new(Component.Nginx, "1.28.0", "c6b5c6b086c0df9d3ca3ff5e084c1d0ef909e6038279c71c1c3e985f576ff76a"),
        new(Component.Nginx, "1.22.1", "9ebb333a9e82b952acd3e2b4aeb1d4ff6406f72491bab6cd9fe69f0dea737f31"),
        new(Component.Keepalived, "2.3.4", "6afd95ddb7d3e0d3b8b8e5b3a489144131b61a01b06d29e883d0c44acc8a36bf"),
        new(Component.Keepalived, "2.2.7", "c61940d874154a560a54627ecf7ef47adebdf832164368d10bf242a4d9b7d49d"),
    ];

    /// <summary>The version that is built when none is asked for.</summary>
    public static string DefaultVersion(Component component) => Releases.First(release => release.Component == component).Version;

    /// <summary>Where an archive is published.</summary>
    public static Uri Address(Component component, string version) => component == Component.Nginx
        ? new Uri($"https://nginx.org/download/nginx-{version}.tar.gz")
        : new Uri($"https://www.keepalived.org/software/keepalived-{version}.tar.gz");

    /// <summary>Where nginx's zip for Windows is published.</summary>
    public static Uri WindowsAddress(string version) => new($"https://nginx.org/download/nginx-{version}.zip");

    /// <summary>Version of a component by the name of its archive: <c>nginx-1.28.0.tar.gz</c>, <c>keepalived_2.2.7.orig.tar.xz</c>; null when it is none.</summary>
    public static string? VersionOf(Component component, string fileName)
    {
        Match match = ArchiveName().Match(Path.GetFileName(fileName));
        return match.Success && match.Groups["name"].Value == Name(component) ? match.Groups["version"].Value : null;
    }

    /// <summary>Version of nginx by the name of its zip: <c>nginx-1.28.0.zip</c>; null when it is none.</summary>
    public static string? WindowsVersionOf(string fileName) => WindowsArchiveName().Match(Path.GetFileName(fileName)) is { Success: true } match ? match.Groups["version"].Value : null;

    /// <summary>Name of a component in archives and programs.</summary>
    public static string Name(Component component) => component == Component.Nginx ? "nginx" : "keepalived";

    /// <summary>Whether a text is a version: digits and dots.</summary>
    public static bool IsVersion(string text) => VersionText().IsMatch(text);

    /// <summary>Finds the archive of a component among files and folders.</summary>
    /// <param name="component">The component.</param>
    /// <param name="paths">Archives, or folders with archives.</param>
    /// <param name="version">Version that is wanted; null for the newest there.</param>
    /// <param name="forWindows">Whether it is nginx's zip for Windows that is wanted.</param>
    public static (string Path, string Version)? Find(Component component, IEnumerable<string> paths, string? version, bool forWindows = false)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths
            .SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path) : [path])
            .Select(file => (Path: file, Version: (forWindows ? WindowsVersionOf(file) : VersionOf(component, file))!))
            .Where(found => found.Version is not null && (version is null || found.Version == version))
            .OrderByDescending(found => Version.Parse(found.Version))
            .Select(found => ((string Path, string Version)?)found)
            .FirstOrDefault();
    }

    [GeneratedRegex(@"^(?<name>nginx|keepalived)[-_](?<version>[0-9]+\.[0-9]+(\.[0-9]+)?)(\.orig)?\.(tar\.(gz|xz|bz2)|tgz)$")]
    private static partial Regex ArchiveName();

    [GeneratedRegex(@"^nginx-(?<version>[0-9]+\.[0-9]+(\.[0-9]+)?)\.zip$")]
    private static partial Regex WindowsArchiveName();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+(\.[0-9]+)?$")]
    private static partial Regex VersionText();
}
