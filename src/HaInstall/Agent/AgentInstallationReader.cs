using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Services;
using NginxHa.Platform;

namespace NginxHa.Installation.Agent;

/// <summary>Looks how the agent is installed. Nothing is changed.</summary>
/// <param name="facts">The machine.</param>
/// <param name="runner">Runs the questions.</param>
/// <param name="files">The machine's files.</param>
public sealed class AgentInstallationReader(MachineFacts facts, ICommandRunner runner, MachineFiles files)
{
    /// <summary>Looks.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AgentInstallation> ReadAsync(CancellationToken cancellationToken)
    {
        if (facts.IsWindows)
        {
            return await ReadWindowsAsync(cancellationToken).ConfigureAwait(false);
        }

        AgentBuild? build = AgentBuild.Read(files.Locate(AgentPaths.CurrentLink));
        string? serviceFile = AgentServiceTexts.File(facts.ServiceManager, new AgentServiceOptions())?.Path;
        serviceFile = serviceFile is not null && files.Exists(serviceFile) ? serviceFile : null;
        ServiceState service = serviceFile is null ? ServiceState.Absent : await ReadServiceAsync(cancellationToken).ConfigureAwait(false);
        return new AgentInstallation(
            build?.Id,
            AgentBuildInstaller.Linked(files, AgentPaths.PreviousLink),
            build?.IsNative,
            build is null ? null : $"{AgentPaths.CurrentLink}/{build.Program}",
            serviceFile,
            service.IsEnabled,
            service.IsActive);
    }

    private async Task<ServiceState> ReadServiceAsync(CancellationToken cancellationToken)
    {
        ServiceState service = await new MachineStateReader(facts, runner, files).ReadServiceAsync(AgentPaths.Service, [], cancellationToken).ConfigureAwait(false);

        // Where the manager cannot be asked, the agent's own file says; its process may be the runtime's host.
        return ServiceCommands.IsActive(facts.ServiceManager, AgentPaths.Service) is null
            && ServiceProcess.IsRunningByCommandLine(files, AgentPaths.Service, AgentPaths.ProcessFile)
                ? service with { IsActive = true }
                : service;
    }

    private async Task<AgentInstallation> ReadWindowsAsync(CancellationToken cancellationToken)
    {
        CommandOutcome configuration = await runner.RunAsync(WindowsService.AskConfiguration, null, cancellationToken).ConfigureAwait(false);
        CommandOutcome state = await runner.RunAsync(WindowsService.AskState, null, cancellationToken).ConfigureAwait(false);
        string? program = configuration.Succeeded ? WindowsService.ReadProgram(configuration.Output) : null;
        AgentBuild? build = program is null ? null : AgentBuild.Read(Path.GetDirectoryName(program)!);
        return new AgentInstallation(
            build?.Id, null, build?.IsNative, program, null,
            WindowsService.IsAutomatic(configuration.Output), state.Succeeded && WindowsService.IsRunning(state.Output));
    }
}
