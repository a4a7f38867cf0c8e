using System.Globalization;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Records;

namespace NginxHa.Installation.Services;

/// <summary>
/// Whether a service runs, from the file with its process id. Init scripts cannot be asked: Debian's of keepalived knows no
/// <c>status</c>, and without a configuration it answers every question with 0.
/// </summary>
public static class ServiceProcess
{
    private const string RunFolder = "/run/";
    private const string OldRunFolder = "/var/run/";

    /// <summary>Where the process id of a component may be: a build's own place, or that of packages, old systems included.</summary>
    /// <param name="component">nginx or keepalived.</param>
    /// <param name="record">Its build from source; null when there is none.</param>
    public static IReadOnlyList<string> PidPaths(Component component, InstallationRecord? record) =>
        PidPaths(record?.PidPath ?? ComponentPaths.OfPackage(component).Pid);

    /// <summary>Where a process id may be: <c>/var/run</c> was a folder of its own before it was a link to <c>/run</c>.</summary>
    /// <param name="path">Where it is now.</param>
    public static IReadOnlyList<string> PidPaths(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.StartsWith(RunFolder, StringComparison.Ordinal) ? [path, OldRunFolder + path[RunFolder.Length..]] : [path];
    }

    /// <summary>Whether there is the process that a file names, and it is the service's: process ids are used again.</summary>
    /// <param name="files">The machine's files.</param>
    /// <param name="service">Name of the service, which is that of its program.</param>
    /// <param name="pidPaths">Where its process id may be.</param>
    public static bool IsRunning(MachineFiles files, string service, IEnumerable<string> pidPaths) => Find(files, service, pidPaths) is not null;

    /// <summary>Id of the process that a file names and that is the service's; null when there is none.</summary>
    /// <inheritdoc cref="IsRunning"/>
    public static int? Find(MachineFiles files, string service, IEnumerable<string> pidPaths)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(pidPaths);
        return pidPaths.Select(path => ReadId(files, path)).FirstOrDefault(id => id is not null && files.Read(Of(id.Value, "comm"))?.Trim() == service);
    }

    /// <summary>Whether there is the process that a file names, and its command line has a word: that of a program which another one runs.</summary>
    /// <param name="files">The machine's files.</param>
    /// <param name="word">The word.</param>
    /// <param name="pidPath">Where its process id is.</param>
    internal static bool IsRunningByCommandLine(MachineFiles files, string word, string pidPath) =>
        ReadId(files, pidPath) is { } id && files.Read(Of(id, "cmdline"))?.Contains(word, StringComparison.Ordinal) == true;

    private static int? ReadId(MachineFiles files, string path) =>
        int.TryParse(files.Read(path)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;

    private static string Of(int id, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}");
}
