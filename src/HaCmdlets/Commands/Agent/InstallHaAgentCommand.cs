using System.Management.Automation;
using NginxHa.Cmdlets.Output;
using NginxHa.Installation.Agent;
using NginxHa.Installation.Planning;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>Installs the agent of this module as a service, and starts it.</summary>
[Cmdlet(VerbsLifecycle.Install, "HaAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HaAgent))]
public sealed class InstallHaAgentCommand : AgentCmdlet
{
    /// <summary>The document that the agent reads; /etc/nginxha/nginxha.json by default. It need not be there yet.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? DocumentPath { get; set; }

    /// <summary>Folder with the agent to install; that of the module by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SourcePath { get; set; }

    /// <summary>Registers the service without starting it, or restarting it, now.</summary>
    [Parameter]
    public SwitchParameter NoStart { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(InstallAsync);

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        var options = new AgentOptions
        {
            Build = AgentSource.Find(SourcePath is null ? null : ResolveFilePath(SourcePath)),
            DocumentPath = DocumentPath is null ? AgentPaths.DefaultDocument : ResolveFilePath(DocumentPath),
            NoStart = NoStart,
        };
        AgentInstallation before = await ReadInstallationAsync(cancellationToken);
        IReadOnlyList<InstallationStep> steps = new AgentPlanner(Facts, before, Files).Install(options);
        if (steps.Count == 0)
        {
            WriteVerbose("Everything is as asked for.");
        }

        bool changed = await RunStepsAsync("Installing the agent", steps, cancellationToken) > 0;
        if (!Files.Exists(options.DocumentPath))
        {
            WriteWarning($"There is no document at '{options.DocumentPath}' yet. The agent starts at boot once there is one, or with Start-HaAgent.");
        }
        else if (changed && !NoStart)
        {
            await WaitForAnswerAsync(cancellationToken);
        }

        if (changed || !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            WriteObject(await ReadAgentAsync(cancellationToken) with { Changed = changed });
        }
    }
}
