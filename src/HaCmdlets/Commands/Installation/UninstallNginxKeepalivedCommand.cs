using System.Management.Automation;
using NginxHa.Installation;
using NginxHa.Installation.Planning;

namespace NginxHa.Cmdlets.Commands.Installation;

/// <summary>Removes nginx and keepalived, packages and what was built from source; the configuration stays unless asked otherwise.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "NginxKeepalived", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(HaInstallation))]
public sealed class UninstallNginxKeepalivedCommand : InstallationCmdlet
{
    /// <summary>What to remove.</summary>
    [Parameter(Position = 0)]
    public Component Component { get; set; } = Component.Both;

    /// <summary>Removes the configuration, too.</summary>
    [Parameter]
    public SwitchParameter RemoveConfiguration { get; set; }

    /// <summary>Gives what is left.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(RemoveAsync);

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        MachineState state = await ReadStateAsync(cancellationToken);
        IReadOnlyList<InstallationStep> steps = new InstallationPlanner(Facts, state, Files).Uninstall(Component, RemoveConfiguration);
        int done = await RunStepsAsync("Removing nginx and keepalived", steps, cancellationToken);
        if (PassThru)
        {
            foreach (HaInstallation installation in await ReadInstallationsAsync(Component, await ReadStateAsync(cancellationToken), cancellationToken))
            {
                WriteObject(installation with { Changed = done > 0 });
            }
        }
    }
}
