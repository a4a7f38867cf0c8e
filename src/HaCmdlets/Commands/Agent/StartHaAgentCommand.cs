using System.Management.Automation;
using NginxHa.Cmdlets.Output;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Starts the agent's service and waits until it answers.</summary>
[Cmdlet(VerbsLifecycle.Start, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(HaAgent))]
public sealed class StartHaAgentCommand : AgentCmdlet
{
    /// <summary>Write the agent as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(async token =>
    {
        bool changed = await ControlServiceAsync("start", token);
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
