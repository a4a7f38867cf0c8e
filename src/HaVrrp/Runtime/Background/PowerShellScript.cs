namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>Scripts of PowerShell among hooks and checks: a child process of pwsh runs them, never the engine's own process.</summary>
internal static class PowerShellScript
{
    private const string Extension = ".ps1";

    /// <summary>Where packages, archives and snaps put pwsh, beside the folders that programs are looked for in.</summary>
    private const string PackageFolder = "/opt/microsoft/powershell";

    private const string SnapFolder = "/snap/bin";

    /// <summary>Whether a program is such a script.</summary>
    public static bool Is(string program) => program.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The PowerShell that runs scripts, or null when there is none on this machine.</summary>
    public static string? FindHost() => FindHost(
        [.. ProgramRunner.SearchFolders, .. PackageVersions(PackageFolder), SnapFolder], OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");

    /// <summary>The first of some folders that has the program.</summary>
    internal static string? FindHost(IEnumerable<string> folders, string name) =>
        folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>
    /// What is run instead of the script: neither a profile nor a question to anyone, the script's arguments one by one.
    /// </summary>
    public static (string Program, IReadOnlyList<string> Arguments) Wrap(string host, string script, IReadOnlyList<string> arguments) =>
        (host, ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments]);

    /// <summary>Newest first: 7 before 7-preview, 10 before 9.</summary>
    internal static IReadOnlyList<string> PackageVersions(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder)
            .OrderByDescending(static path => int.TryParse(Path.GetFileName(path), out int version) ? version : 0)
            .ThenBy(static path => path, StringComparer.Ordinal)]
        : [];
}
