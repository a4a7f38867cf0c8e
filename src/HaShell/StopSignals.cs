using System.Runtime.InteropServices;

namespace NginxHa.Shell;

/// <summary>
/// The first Ctrl+C, SIGTERM or SIGHUP stops what runs, so that its finally blocks are run; a second one ends the process
/// at once. SIGTERM and SIGHUP end the shell after that.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalExitCode = 128;

    private readonly ShellSession _session;
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals(ShellSession session)
    {
        _session = session;
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, 15)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, 1)));
    }

    /// <summary>The exit code that a signal asks for; null while none did.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Interrupt(PosixSignalContext context) => context.Cancel = _session.Stop();

    private void End(PosixSignalContext context, int number)
    {
        ExitCode = SignalExitCode + number;
        context.Cancel = _session.Stop();
    }
}
