using System.Management.Automation;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>What cmdlets share that start or stop the agent.</summary>
public abstract class AgentServiceCmdlet : AgentCmdlet
{
    /// <summary>Write the agent as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(async token =>
    {
        bool changed = await ChangeAsync(token);
        if (PassThru)
        {
            WriteObject(await ReadAgentAsync(token) with { Changed = changed });
        }
    });

    /// <summary>Does it.</summary>
    /// <returns>Whether anything was done.</returns>
    private protected abstract Task<bool> ChangeAsync(CancellationToken cancellationToken);

    /// <summary>Starts or restarts the service, and waits until the agent answers.</summary>
    private protected async Task<bool> StartServiceAsync(string action, CancellationToken cancellationToken)
    {
        bool changed = await ControlServiceAsync(action, cancellationToken);
        if (changed)
        {
            await WaitForAnswerAsync(cancellationToken);
        }

        return changed;
    }
}
