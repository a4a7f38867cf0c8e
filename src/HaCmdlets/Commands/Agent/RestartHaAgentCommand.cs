using System.Management.Automation;
using NginxHa.Cmdlets.Output;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Stops and starts the agent's service, whereby virtual IPs of this node move for a moment, and waits until it answers.</summary>
[Cmdlet(VerbsLifecycle.Restart, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HaAgent))]
public sealed class RestartHaAgentCommand : AgentCmdlet
{
    /// <summary>Write the agent as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(async token =>
    {
        bool changed = await ControlServiceAsync("restart", token);
        if (changed)
        {
            await WaitForAnswerAsync(token);
        }

        if (PassThru)
        {
            WriteObject(await ReadAgentAsync(token) with { Changed = changed });
        }
    });
}
