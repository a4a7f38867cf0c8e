using NginxHa.Cmdlets.Commands.Installation;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Output;
using NginxHa.Control;
using NginxHa.Installation.Agent;
using NginxHa.Installation.Planning;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>What the cmdlets of the agent share: how it is installed, what it says, and its service.</summary>
public abstract class AgentCmdlet : InstallationCmdlet
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private protected static ControlClient Client => AgentEngine.Client;

    private protected Task<AgentInstallation> ReadInstallationAsync(CancellationToken cancellationToken) =>
        new AgentInstallationReader(Facts, Runner, Files).ReadAsync(cancellationToken);

    /// <summary>The agent as it is now.</summary>
    private protected async Task<HaAgent> ReadAgentAsync(CancellationToken cancellationToken)
    {
        AgentInstallation installed = await ReadInstallationAsync(cancellationToken).ConfigureAwait(true);
        var agent = new HaAgent
        {
            State = installed.IsActive ? HaAgentState.NotAnswering : installed.Build is null && installed.ServiceFile is null ? HaAgentState.NotInstalled : HaAgentState.Stopped,
            ControlAddress = Client.Address,
            ServiceManager = Facts.ServiceManager,
            IsEnabled = installed.IsEnabled,
            IsActive = installed.IsActive,
            Build = installed.Build,
            PreviousBuild = installed.PreviousBuild,
            IsNative = installed.IsNative,
            Program = installed.Program,
        };
        try
        {
            AgentStatus status = await Client.GetAgentStatusAsync(cancellationToken).ConfigureAwait(true);
            IReadOnlyList<VrrpInstanceStatus> instances = await Client.GetInstancesAsync(cancellationToken).ConfigureAwait(true);
            return agent with
            {
                State = HaAgentState.Running,
                Version = status.Version,
                ProcessId = status.ProcessId,
                StartTime = status.StartTime,
                NodeName = status.NodeName,
                InstanceCount = instances.Count,
                DocumentPath = status.DocumentPath,
                DocumentHash = status.DocumentHash,
                LastReload = status.LastReload,
                LoopLatency = status.LoopLatency,
                MetricsEndPoint = status.MetricsEndPoint,
            };
        }
        catch (VrrpEngineException exception)
        {
            // An agent that nobody started is silent, and that is no problem.
            bool isExpected = exception.Error == VrrpEngineError.AgentUnavailable && !installed.IsActive;
            return isExpected ? agent : agent with { State = HaAgentState.NotAnswering, Problem = exception.Message };
        }
    }

    /// <summary>Starts, stops or restarts the service.</summary>
    /// <param name="action">start, stop or restart.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether anything was done.</returns>
    private protected async Task<bool> ControlServiceAsync(string action, CancellationToken cancellationToken)
    {
        AgentInstallation installed = await ReadInstallationAsync(cancellationToken).ConfigureAwait(true);
        if (installed.ServiceFile is null && installed.Program is null)
        {
            throw HaErrors.AgentNotInstalled();
        }

        IReadOnlyList<InstallationStep> steps = new AgentPlanner(Facts, installed, Files).Control(action);
        return await RunStepsAsync(action == "stop" ? "Stopping the agent" : "Starting the agent", steps, cancellationToken).ConfigureAwait(true) > 0;
    }

    /// <summary>Waits until the agent answers, as it does a moment after its service was started.</summary>
    /// <exception cref="VrrpEngineException">It does not.</exception>
    private protected static async Task WaitForAnswerAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        while (true)
        {
            try
            {
                await Client.GetAgentStatusAsync(cancellationToken).ConfigureAwait(true);
                return;
            }
            catch (VrrpEngineException exception) when (exception.Error == VrrpEngineError.AgentUnavailable && !limit.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(true);
            }
        }
    }

    /// <summary>Waits until no agent answers any more.</summary>
    private protected static async Task WaitForSilenceAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                await Client.GetAgentStatusAsync(cancellationToken).ConfigureAwait(true);
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(true);
            }
            catch (VrrpEngineException exception) when (exception.Error == VrrpEngineError.AgentUnavailable)
            {
                return;
            }
        }

        throw HaErrors.TimedOut("the end of the agent", AnswerLimit, Client.Address);
    }
}
