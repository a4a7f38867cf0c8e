using System.Management.Automation;
using NginxHa.Cmdlets.Output;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Starts the agent's service and waits until it answers.</summary>
[Cmdlet(VerbsLifecycle.Start, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(HaAgent))]
public sealed class StartHaAgentCommand : AgentServiceCmdlet
{
    /// <inheritdoc/>
    private protected override Task<bool> ChangeAsync(CancellationToken cancellationToken) => StartServiceAsync("start", cancellationToken);
}
