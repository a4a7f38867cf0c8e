using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Output;
using NginxHa.Cmdlets.Resources;
using NginxHa.Installation;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Platform;

namespace NginxHa.Cmdlets.Commands.Installation;

/// <summary>What the cmdlets that install, remove and look have in common: the machine, and steps done one by one with progress.</summary>
public abstract class InstallationCmdlet : HaCmdlet
{
    private InstallationMachine _machine = null!;

    private protected ICommandRunner Runner => _machine.Runner;

    private protected MachineFiles Files => _machine.Files;

    private protected MachineFacts Facts => _machine.Facts;

    /// <inheritdoc/>
    protected override void OnBegin() => _machine = InstallationMachine.Current();

    private protected Task<MachineState> ReadStateAsync(CancellationToken cancellationToken) => _machine.ReadStateAsync(cancellationToken);

    private protected Task<IReadOnlyList<HaInstallation>> ReadInstallationsAsync(Component component, MachineState state, CancellationToken cancellationToken) =>
        _machine.ReadInstallationsAsync(component, state, cancellationToken);

    /// <summary>Runs asynchronous work and turns what goes wrong with an installation into errors of the module.</summary>
    private protected void AwaitInstallation(Func<CancellationToken, Task> work)
    {
        try
        {
            Await(work);
        }
        catch (InstallationException exception)
        {
            ThrowTerminatingError(HaErrors.InstallationFailed(exception));
        }
    }

    /// <summary>Does the steps that the user confirms.</summary>
    /// <returns>How many were done.</returns>
    private protected async Task<int> RunStepsAsync(string activity, IReadOnlyList<InstallationStep> steps, CancellationToken cancellationToken)
    {
        if (steps.Count > 0 && !Facts.IsAdministrator && !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            throw HaErrors.PermissionDenied("change what is installed", "run as root, or as an administrator on Windows");
        }

        var runner = new StepRunner(Runner, Files);
        using var progress = new CmdletProgress(this, activity);
        int done = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            InstallationStep step = steps[i];
            if (!ShouldProcess(Environment.MachineName, step.Description))
            {
                continue;
            }

            int number = i;
            var context = SynchronizationContext.Current;
            void Show(InstallationProgress now)
            {
                string status = now.Line is null ? now.Step : $"{now.Step}: {now.Line.Trim()}";
                context!.Post(_ => progress.Report(status, number, steps.Count), null);
            }

            foreach (SystemCommand command in step switch { CommandStep commands => commands.Commands, ServiceStep service => [service.Command], _ => [] })
            {
                WriteVerbose(command.Text);
            }

            await runner.RunAsync(step, Show, cancellationToken);
            done++;
        }

        return done;
    }
}
