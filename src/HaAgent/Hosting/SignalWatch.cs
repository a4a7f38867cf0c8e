using System.Runtime.InteropServices;

namespace NginxHa.Agent.Hosting;

/// <summary>Signals that ask the agent for something, from the construction on.</summary>
internal sealed class SignalWatch : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="reload">SIGHUP.</param>
    /// <param name="stop">SIGTERM, SIGINT, SIGQUIT.</param>
    public SignalWatch(Action reload, Action stop)
    {
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
}
