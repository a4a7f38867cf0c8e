using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Services;
using NginxHa.Platform;

namespace NginxHa.Installation.Agent;

/// <summary>
/// Decides the steps that install, remove, start or stop the agent. It runs nothing and changes nothing; where everything is as
/// asked for, there are no steps.
/// </summary>
/// <param name="facts">The machine.</param>
/// <param name="present">The agent as it is.</param>
/// <param name="files">The machine's files.</param>
public sealed partial class AgentPlanner(MachineFacts facts, AgentInstallation present, MachineFiles files)
{
    // Where .NET puts its host; its packages link the first one.
    private static readonly string[] HostPaths = ["/usr/bin/dotnet", "/usr/share/dotnet/dotnet", "/usr/lib/dotnet/dotnet", "/usr/lib64/dotnet/dotnet", "/usr/local/share/dotnet/dotnet", "/snap/bin/dotnet"];

    private readonly List<InstallationStep> _steps = [];

    /// <summary>The steps of an installation.</summary>
    /// <exception cref="InstallationException">It cannot be done on this machine.</exception>
    public IReadOnlyList<InstallationStep> Install(AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _steps.Clear();
        if (facts.IsWindows)
        {
            InstallOnWindows(options);
            return [.. _steps];
        }

        RequireUsablePath(options.DocumentPath);
        string? host = options.Build.IsNative ? null : FindHost();
        var service = new AgentServiceOptions { Program = $"{AgentPaths.CurrentLink}/{options.Build.Program}", Host = host, DocumentPath = options.DocumentPath };
        if (AgentServiceTexts.File(facts.ServiceManager, service) is not { } file)
        {
            throw new InstallationException(InstallationFailure.NotSupported, "This machine has no service manager that is known (systemd, System V init, OpenRC); run the agent by whatever starts programs here: 'nginxha-agent run'.");
        }

        if (present.Build != options.Build.Id)
        {
            _steps.Add(new AgentBuildStep(
                $"Copy the agent ({(options.Build.IsNative ? "native" : "for the .NET runtime")}, build {options.Build.Id}) to '{AgentPaths.Folder}'", options.Build, AgentPaths.Folder));
        }

        if (files.Read(file.Path) != file.Text)
        {
            _steps.Add(new FileStep($"Register the service {AgentPaths.Service} in '{file.Path}'", file.Path, file.Text)
            {
                KeepPrevious = true,
                Mode = file.IsProgram ? FileModes.Program : FileModes.Readable,
            });
            Add(ServiceSteps.Reread(facts.ServiceManager));
        }

        bool isChanged = _steps.Count > 0;
        if (!present.IsEnabled)
        {
            Add(ServiceSteps.Enable(facts.ServiceManager, AgentPaths.Service, files.Read(ServiceCommands.RcLocalPath)));
        }

        if (!options.NoStart)
        {
            StartOrRestart(service, isChanged);
        }

        return [.. _steps];
    }

    /// <summary>The steps of a removal: the service stops first, so that the virtual IPs leave in good order.</summary>
    /// <param name="withConfiguration">The document goes, too.</param>
    public IReadOnlyList<InstallationStep> Uninstall(bool withConfiguration)
    {
        _steps.Clear();
        if (facts.IsWindows)
        {
            RemoveFromWindows(withConfiguration);
            return [.. _steps];
        }

        Control("stop", present.IsActive, "Stop the agent");
        if (present.IsEnabled)
        {
            Add(ServiceSteps.Disable(facts.ServiceManager, AgentPaths.Service, files.Read(ServiceCommands.RcLocalPath)));
        }

        string[] folders = [.. new[] { AgentPaths.Folder, AgentPaths.RuntimeFolder }.Where(files.FolderExists)];
        if (present.ServiceFile is not null || folders.Length > 0)
        {
            string[] serviceFiles = present.ServiceFile is { } file ? [file, file + ReplacedFile.PreviousExtension] : [];
            _steps.Add(new RemovalStep($"Remove the agent from {string.Join(", ", folders.Append(present.ServiceFile).OfType<string>())}", serviceFiles, []) { WholeFolders = folders });
            Add(present.ServiceFile is null ? null : ServiceSteps.Reread(facts.ServiceManager));
        }

        if (withConfiguration && files.FolderExists(AgentPaths.ConfigurationFolder))
        {
            _steps.Add(new RemovalStep($"Remove the configuration in {AgentPaths.ConfigurationFolder}", [], []) { WholeFolders = [AgentPaths.ConfigurationFolder] });
        }

        return [.. _steps];
    }

    /// <summary>The step that starts, stops or restarts the service; none when it is as asked for.</summary>
    /// <param name="action">start, stop or restart.</param>
    public IReadOnlyList<InstallationStep> Control(string action)
    {
        _steps.Clear();
        bool isNeeded = action == "restart" || present.IsActive != (action == "start");
        Control(action, isNeeded, $"{char.ToUpperInvariant(action[0])}{action[1..]} the agent");
        return [.. _steps];
    }

    private static void RequireUsablePath(string path)
    {
        // Service files and scripts have it in their text.
        if (!path.StartsWith('/') || !path.All(static character => char.IsAsciiLetterOrDigit(character) || "/-_.+@".Contains(character, StringComparison.Ordinal)))
        {
            throw new InstallationException(InstallationFailure.NotSupported, $"The document '{path}' cannot stand in a service file; allowed is an absolute path of letters, digits and / - _ . + @.");
        }
    }

    private string FindHost()
    {
        string? configured = new[] { "/etc/dotnet/install_location_" + System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(), "/etc/dotnet/install_location" }
            .Select(files.Read).OfType<string>().Select(static text => text.Trim() + "/dotnet").FirstOrDefault(files.Exists);
        return HostPaths.FirstOrDefault(files.Exists) ?? configured
            ?? throw new InstallationException(InstallationFailure.NotFound, "The agent of this module needs a .NET runtime (8.0 or newer), and none is installed. Install one (dotnet-runtime-8.0), or a module with a native agent.");
    }

    private void StartOrRestart(AgentServiceOptions service, bool isChanged)
    {
        bool isStart = !present.IsActive;
        if (!files.Exists(service.DocumentPath) || (!isStart && !isChanged))
        {
            // Without a document there is nothing to do for it; it starts at boot, or with Start-HaAgent, once there is one.
            return;
        }

        SystemCommand check = service.Host is null
            ? new SystemCommand(service.Program, "check", service.DocumentPath)
            : new SystemCommand(service.Host, service.Program, "check", service.DocumentPath);
        _steps.Add(new CommandStep($"Check the document '{service.DocumentPath}'", check));
        Control(isStart ? "start" : "restart", isNeeded: true, isStart ? "Start the agent" : "Restart the agent, whereby virtual IPs of this node move for a moment");
    }

    private void Control(string action, bool isNeeded, string description)
    {
        IReadOnlyList<SystemCommand> commands = facts.IsWindows
            ? action switch { "start" => [WindowsService.Start], "stop" => [WindowsService.Stop], _ => [WindowsService.Stop, WindowsService.Start] }
            : ServiceCommands.Control(facts.ServiceManager, AgentPaths.Service, action) is { } command ? [command] : [];
        if (isNeeded && commands.Count > 0)
        {
            _steps.Add(new CommandStep(description, commands));
        }
    }

    private void Add(InstallationStep? step)
    {
        if (step is not null)
        {
            _steps.Add(step);
        }
    }
}
