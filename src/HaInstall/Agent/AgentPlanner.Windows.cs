using NginxHa.Installation.Planning;

namespace NginxHa.Installation.Agent;

/// <content>Windows.</content>
public sealed partial class AgentPlanner
{
    private void InstallOnWindows(AgentOptions options)
    {
        string program = $@"{AgentPaths.WindowsFolder}\{options.Build.Id}\{AgentPaths.Service}.exe";
        if (present.Build != options.Build.Id)
        {
            _steps.Add(new AgentBuildStep($"Copy the agent (build {options.Build.Id}) to '{AgentPaths.WindowsFolder}'", options.Build, AgentPaths.WindowsFolder));
        }

        bool isChanged = present.Program != program || !present.IsEnabled;
        if (isChanged)
        {
            _steps.Add(new CommandStep($"Register the service {AgentPaths.Service}", WindowsService.Register(program, options.DocumentPath, isNew: present.Program is null)));
        }

        if (!options.NoStart && files.Exists(options.DocumentPath) && (isChanged || !present.IsActive))
        {
            Control(present.IsActive ? "restart" : "start", isNeeded: true, present.IsActive ? "Restart the agent" : "Start the agent");
        }
    }

    private void RemoveFromWindows(bool withConfiguration)
    {
        Control("stop", present.IsActive, "Stop the agent");
        if (present.Program is not null)
        {
            _steps.Add(new CommandStep($"Remove the service {AgentPaths.Service}", WindowsService.Delete));
        }

        if (files.FolderExists(AgentPaths.WindowsFolder))
        {
            _steps.Add(new RemovalStep($"Remove the agent from {AgentPaths.WindowsFolder}", [], []) { WholeFolders = [AgentPaths.WindowsFolder] });
        }

        if (withConfiguration && files.FolderExists(AgentPaths.WindowsConfigurationFolder))
        {
            _steps.Add(new RemovalStep($"Remove the configuration in {AgentPaths.WindowsConfigurationFolder}", [], []) { WholeFolders = [AgentPaths.WindowsConfigurationFolder] });
        }
    }
}
