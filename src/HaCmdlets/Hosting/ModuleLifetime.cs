using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace NginxHa.Cmdlets.Hosting;

/// <summary>
/// Runs registered clean-ups when the module is removed from the last open runspace that imported it, or when the
/// process ends (exit, SIGTERM, SIGHUP), whichever comes first. Process-wide, as the things to be cleaned up are.
/// </summary>
/// <remarks>The first registration installs the process-wide handlers; an import alone installs nothing.</remarks>
public static class ModuleLifetime
{
    private static readonly object Gate = new();
    private static readonly List<Registration> Registrations = [];
    private static readonly Dictionary<Guid, WeakReference<Runspace>> Importers = [];
    private static PosixSignalRegistration? s_hangUp;
    private static bool s_watchesProcessExit;

    /// <summary>Registers a clean-up. Clean-ups run in the reverse order of their registration, each once.</summary>
    /// <param name="cleanUp">
    /// What to do, for example "stop the instances": synchronous, quick, and safe to call from any thread.
    /// </param>
    /// <returns>Disposing it takes the registration back.</returns>
    public static IDisposable Register(Action cleanUp)
    {
        ArgumentNullException.ThrowIfNull(cleanUp);
        var registration = new Registration(cleanUp);
        lock (Gate)
        {
            WatchProcess();
            Registrations.Add(registration);
        }

        return registration;
    }

    /// <summary>Runs and forgets every registered clean-up. An exception of one does not keep the others from running.</summary>
    /// <returns>The exceptions thrown, in order.</returns>
    public static IReadOnlyList<Exception> RunCleanUps()
    {
        Registration[] pending;
        lock (Gate)
        {
            pending = [.. Registrations];
            Registrations.Clear();
        }

        var failures = new List<Exception>();
        foreach (Registration registration in pending.AsEnumerable().Reverse())
        {
            try
            {
                registration.CleanUp();
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }

        return failures;
    }

    internal static void OnImport(Runspace runspace)
    {
        lock (Gate)
        {
            Importers[runspace.InstanceId] = new WeakReference<Runspace>(runspace);
        }
    }

    internal static void OnRemove(Runspace runspace)
    {
        lock (Gate)
        {
            Importers.Remove(runspace.InstanceId);
            // PowerShell says nothing when a runspace with the module in it is closed (a thread job that ended): that
            // alone stops no instance, and a closed runspace does not keep a removal from doing so.
            if (Importers.Values.Any(IsOpen))
            {
                return;
            }
        }

        RunCleanUps();
    }

    private static bool IsOpen(WeakReference<Runspace> reference) =>
        reference.TryGetTarget(out Runspace? runspace) && runspace.RunspaceStateInfo.State == RunspaceState.Opened;

    private static void WatchProcess()
    {
        if (s_watchesProcessExit)
        {
            return;
        }

        s_watchesProcessExit = true;
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => RunCleanUps();
        if (!OperatingSystem.IsWindows())
        {
            // A closed terminal or SSH session kills .NET processes without ProcessExit; SIGTERM does raise it.
            s_hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static _ => RunCleanUps());
        }
    }

    private sealed class Registration(Action cleanUp) : IDisposable
    {
        public Action CleanUp { get; } = cleanUp;

        public void Dispose()
        {
            lock (Gate)
            {
                Registrations.Remove(this);
            }
        }
    }
}
