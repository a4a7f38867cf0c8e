using NginxHa.Cmdlets.Errors;
using NginxHa.Installation;
using NginxHa.Platform;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;

namespace NginxHa.Cmdlets.Resources;

/// <summary>The machine on which is installed: its files, and what runs commands there.</summary>
internal sealed class InstallationMachine
{
    private static Func<(MachineFiles Files, ICommandRunner Runner)> s_open = () => (new MachineFiles(), new ProcessCommandRunner());

    private InstallationMachine(MachineFiles files, ICommandRunner runner)
    {
        Files = files;
        Runner = runner;
        Facts = MachineReader.Read(files);
    }

    /// <summary>Its files.</summary>
    public MachineFiles Files { get; }

    /// <summary>Runs commands on it.</summary>
    public ICommandRunner Runner { get; }

    /// <summary>What it is.</summary>
    public MachineFacts Facts { get; }

    /// <summary>This machine.</summary>
    public static InstallationMachine Current()
    {
        (MachineFiles files, ICommandRunner runner) = s_open();
        return new InstallationMachine(files, runner);
    }

    /// <summary>Puts another machine in its place until the returned object is disposed; for tests.</summary>
    internal static IDisposable Replace(MachineFiles files, ICommandRunner runner)
    {
        var previous = new Replacement(s_open);
        s_open = () => (files, runner);
        return previous;
    }

    /// <summary>What is on it.</summary>
    public Task<MachineState> ReadStateAsync(CancellationToken cancellationToken) => new MachineStateReader(Facts, Runner, Files).ReadAsync(cancellationToken);

    /// <summary>nginx and keepalived on it.</summary>
    public Task<IReadOnlyList<HaInstallation>> ReadInstallationsAsync(Component component, MachineState state, CancellationToken cancellationToken) =>
        new InstallationReader(Facts, Runner, Files).ReadAsync(component, state, cancellationToken);

    /// <summary>Does steps, and turns what goes wrong into errors of the module.</summary>
    /// <param name="steps">The steps; none needs no rights.</param>
    /// <param name="what">What is changed, for the message of who may not.</param>
    /// <param name="context">Takes a line on each step.</param>
    public async Task RunAsync(IReadOnlyList<InstallationStep> steps, string what, ResourceContext context)
    {
        if (steps.Count > 0 && !Facts.IsAdministrator)
        {
            throw HaErrors.PermissionDenied(what, "run as root, or as an administrator on Windows");
        }

        var runner = new StepRunner(Runner, Files);
        foreach (InstallationStep step in steps)
        {
            context.Verbose(step.Description);
            try
            {
                await runner.RunAsync(step, null, context.CancellationToken).ConfigureAwait(false);
            }
            catch (InstallationException exception)
            {
                throw HaErrors.InstallationFailed(exception);
            }
        }
    }

    private sealed class Replacement(Func<(MachineFiles Files, ICommandRunner Runner)> open) : IDisposable
    {
        public void Dispose() => s_open = open;
    }
}
