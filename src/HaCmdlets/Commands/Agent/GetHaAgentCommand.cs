using System.Management.Automation;
using NginxHa.Cmdlets.Output;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Gets the agent of this machine: how it is installed, whether it runs, its document, its last reload.</summary>
[Cmdlet(VerbsCommon.Get, "HaAgent")]
[OutputType(typeof(HaAgent))]
public sealed class GetHaAgentCommand : AgentCmdlet
{
    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(async token => WriteObject(await ReadAgentAsync(token)));
}
