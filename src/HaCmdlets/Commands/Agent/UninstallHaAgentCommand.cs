using System.Management.Automation;
using NginxHa.Installation.Agent;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Stops the agent and removes it and its service; the document stays unless asked otherwise.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class UninstallHaAgentCommand : AgentCmdlet
{
    /// <summary>Removes the folder of the document, /etc/nginxha, too.</summary>
    [Parameter]
    public SwitchParameter RemoveConfiguration { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(async token =>
    {
        AgentInstallation present = await ReadInstallationAsync(token);
        await RunStepsAsync("Removing the agent", new AgentPlanner(Facts, present, Files).Uninstall(RemoveConfiguration), token);
    });
}
