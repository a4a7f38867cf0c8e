using System.Management.Automation;
using NginxHa.Cmdlets.Output;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Stops and starts the agent's service, whereby virtual IPs of this node move for a moment, and waits until it answers.</summary>
[Cmdlet(VerbsLifecycle.Restart, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HaAgent))]
public sealed class RestartHaAgentCommand : AgentServiceCmdlet
{
    /// <inheritdoc/>
    private protected override Task<bool> ChangeAsync(CancellationToken cancellationToken) => StartServiceAsync("restart", cancellationToken);
}
