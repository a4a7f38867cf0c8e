using System.Runtime.InteropServices;

namespace NginxHa.Agent.Hosting;

/// <summary>Signals that ask the agent for something, from the construction on.</summary>
internal sealed partial class SignalWatch : IDisposable
{
    private const int HangUp = 1; // SIGHUP of signal(7), on every architecture
    private const nint DefaultAction = 0; // SIG_DFL
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="reload">SIGHUP.</param>
    /// <param name="stop">SIGTERM, SIGINT, SIGQUIT.</param>
    public SignalWatch(Action reload, Action stop)
    {
        if (OperatingSystem.IsLinux())
        {
            // Ignored when nohup or a script started the agent, and the runtime leaves ignored what it finds ignored: no
            // registration would ever hear of it.
            _ = SetAction(HangUp, DefaultAction);
        }

        _registrations = OperatingSystem.IsWindows()
            ? [Register(PosixSignal.SIGTERM, stop), Register(PosixSignal.SIGINT, stop)]
            : [Register(PosixSignal.SIGTERM, stop), Register(PosixSignal.SIGINT, stop), Register(PosixSignal.SIGQUIT, stop), Register(PosixSignal.SIGHUP, reload)];
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static PosixSignalRegistration Register(PosixSignal signal, Action action) => PosixSignalRegistration.Create(signal, context =>
    {
        // The process ends when the agent has, not at once.
        context.Cancel = true;
        action();
    });

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetAction(int signal, nint action);
}
