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

        string folder = options.Prefix == InstallationOptions.DefaultPrefix ? WindowsFolder : options.Prefix.TrimEnd('\\');
        string program = $@"{folder}\nginx.exe";
        bool unpack = !files.Exists(program) || options.Force;
        bool restart = unpack && state.Service(TaskName).IsActive;
        if (unpack)
        {
            SourceBuild archive = DescribeWindows(options, folder);
            if (restart)
            {
                // A program that runs cannot be replaced.
                _steps.Add(new CommandStep("Stop nginx", new SystemCommand(program, "-p", folder, "-s", "quit"), WindowsTask("/End")) { MayFail = true });
            }

            _steps.Add(new WindowsArchiveStep($"Unpack nginx {archive.Version} to '{folder}'", archive));
            _steps.Add(new CommandStep($"Let nobody but administrators change '{folder}'", Protect(folder)));
        }

        if (!options.SkipService && !state.Service(TaskName).IsEnabled)
        {
            // nginx.exe is no service by itself: the task scheduler starts it at boot, as the least of the system's accounts.
            _steps.Add(new CommandStep("Start nginx at boot", WindowsTask("/Create", "/F", "/SC", "ONSTART", "/RU", @"NT AUTHORITY\LocalService", "/TR", $"\"{program}\" -p \"{folder}\"")));
        }

        if (!options.SkipService && !options.NoStart && (restart || !state.Service(TaskName).IsActive))
        {
            _steps.Add(new CommandStep("Start nginx", WindowsTask("/Run")));
        }
    }

    private static SourceBuild DescribeWindows(InstallationOptions options, string folder)
    {
        (string Path, string Version)? archive = SourceCatalogue.Find(Component.Nginx, options.SourcePaths, options.NginxVersion, forWindows: true);
        return options.SourcePaths.Count > 0 && archive is null
            ? throw new InstallationException(
                InstallationFailure.NotFound,
                $"There is no archive of nginx{(options.NginxVersion is null ? string.Empty : " " + options.NginxVersion)} for Windows in {string.Join(", ", options.SourcePaths.Select(path => $"'{path}'"))}; looked for names such as 'nginx-1.2.3.zip'.")
            : new SourceBuild
            {
                Component = Component.Nginx,
                Version = archive?.Version ?? options.NginxVersion ?? SourceCatalogue.DefaultVersion(Component.Nginx),
                Archive = archive?.Path,
                Checksums = options.Checksums,
                SignatureKeyPath = options.SignatureKeyPath,
                Prefix = folder,
            };
    }

    /// <summary>
    /// A folder in the root of a disk can be written by everybody who is logged on. Accounts are named by their ids, because their names
    /// are translated: administrators and the system may do everything, users and LocalService may read and run, and LocalService, as
    /// which nginx runs, may write where nginx writes.
    /// </summary>
    private static SystemCommand[] Protect(string folder) =>
    [
        new("icacls.exe", folder, "/inheritance:r", "/grant:r", "*S-1-5-32-544:(OI)(CI)F", "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-545:(OI)(CI)RX", "*S-1-5-19:(OI)(CI)RX", "/Q"),
        new("icacls.exe", $@"{folder}\logs", "/grant:r", "*S-1-5-19:(OI)(CI)M", "/Q"),
        new("icacls.exe", $@"{folder}\temp", "/grant:r", "*S-1-5-19:(OI)(CI)M", "/Q"),
    ];

    private static SystemCommand WindowsTask(string action, params string[] arguments) => new("schtasks.exe", [action, "/TN", TaskName, .. arguments]);
}
