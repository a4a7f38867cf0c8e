using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Control;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Has the agent read its document again and apply the difference.</summary>
[Cmdlet(VerbsData.Update, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ReloadResult))]
public sealed class UpdateHaAgentCommand : AgentCmdlet
{
    /// <inheritdoc/>
    protected override void OnEnd() => Await(async token =>
    {
        if (!ShouldProcess(Environment.MachineName, "Have the agent read its document again"))
        {
            return;
        }

        ReloadResult result = await Client.ReloadAgentAsync(token);
        if (!result.Succeeded)
        {
            throw HaErrors.AgentDocumentRefused(result);
        }

        WriteObject(result);
    });
}
