using System.Management.Automation;
using NginxHa.Cmdlets.Output;
using NginxHa.Installation.Agent;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Stops the agent: the master says goodbye (priority 0) and the virtual IPs of this node go.</summary>
[Cmdlet(VerbsLifecycle.Stop, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HaAgent))]
public sealed class StopHaAgentCommand : AgentServiceCmdlet
{
    /// <summary>By its service, or, where it was started by hand, by its control socket.</summary>
    private protected override async Task<bool> ChangeAsync(CancellationToken cancellationToken)
    {
        AgentInstallation installed = await ReadInstallationAsync(cancellationToken);
        if (installed.IsActive)
        {
            return await ControlServiceAsync("stop", cancellationToken);
        }

        try
        {
            int process = (await Client.GetAgentStatusAsync(cancellationToken)).ProcessId;
            if (!ShouldProcess(Environment.MachineName, $"Stop the agent (process {process})"))
            {
                return false;
            }

            await Client.StopAgentAsync(cancellationToken);
        }
        catch (VrrpEngineException exception) when (exception.Error == VrrpEngineError.AgentUnavailable)
        {
            WriteVerbose("The agent does not run.");
            return false;
        }

        await WaitForSilenceAsync(cancellationToken);
        return true;
    }
}
