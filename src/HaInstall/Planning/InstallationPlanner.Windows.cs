using NginxHa.Installation.Sources;
using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <content>Windows: nginx only.</content>
public sealed partial class InstallationPlanner
{
    /// <summary>Where nginx goes on Windows unless told otherwise.</summary>
    public const string WindowsFolder = @"C:\nginx";

    private const string TaskName = "nginx";

    private void InstallOnWindows(InstallationOptions options)
    {
        if (options.Component != Component.Nginx)
        {
            throw new InstallationException(
                InstallationFailure.NotSupported,
                "There is no keepalived for Windows; the engine of this module does its job there (Start-VrrpInstance, or the agent). Say -Component Nginx to install nginx.");
        }

        string folder = options.Prefix == InstallationOptions.DefaultPrefix ? WindowsFolder : options.Prefix;
        string program = $@"{folder}\nginx.exe";
        string? archive = options.SourcePaths.SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "nginx-*.zip") : [path]).Order(StringComparer.Ordinal).LastOrDefault();
        string version = archive is null ? options.NginxVersion ?? SourceCatalogue.DefaultVersion(Component.Nginx) : Path.GetFileNameWithoutExtension(archive).Replace("nginx-", string.Empty, StringComparison.Ordinal);
        if (!files.Exists(program) || options.Force)
        {
            _steps.Add(new WindowsArchiveStep(
                $"Unpack nginx {version} to '{folder}'",
                new SourceBuild { Component = Component.Nginx, Version = version, Archive = archive, Checksums = options.Checksums, Prefix = folder }));
        }

        if (!options.SkipService && !state.Service(TaskName).IsEnabled)
        {
            // nginx.exe is no service by itself: the task scheduler starts it at boot, as the least of the system's accounts.
            _steps.Add(new CommandStep("Start nginx at boot", WindowsTask("/Create", "/F", "/SC", "ONSTART", "/RU", @"NT AUTHORITY\LocalService", "/TR", $"\"{program}\" -p \"{folder}\"")));
        }

        if (!options.SkipService && !options.NoStart && !state.Service(TaskName).IsActive)
        {
            _steps.Add(new CommandStep("Start nginx", WindowsTask("/Run")));
        }
    }

    private static SystemCommand WindowsTask(string action, params string[] arguments) => new("schtasks.exe", [action, "/TN", TaskName, .. arguments]);
}
