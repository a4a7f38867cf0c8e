using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NginxHa.Agent.Service;

/// <summary>
/// Runs the agent under the service manager of Windows, when that has started it. There is one service to a process, so what
/// the manager calls is static.
/// </summary>
internal static unsafe partial class WindowsServiceDispatcher
{
    /// <summary>Name of the service.</summary>
    public const string Name = "nginxha-agent";

    // winsvc.h and winerror.h.
    private const uint OwnProcess = 0x10; // SERVICE_WIN32_OWN_PROCESS
    private const uint StartPending = 2;
    private const uint StopPending = 3;
    private const uint Running = 4;
    private const uint Stopped = 1;
    private const uint AcceptedControls = 0x1 | 0x4 | 0x8; // stop, shutdown, changed parameters
    private const uint ControlStop = 1;
    private const uint ControlInterrogate = 4;
    private const uint ControlShutdown = 5;
    private const uint ControlParametersChanged = 6;
    private const uint NoError = 0;
    private const uint NotImplemented = 120; // ERROR_CALL_NOT_IMPLEMENTED
    private const uint ServiceSpecificError = 1066; // ERROR_SERVICE_SPECIFIC_ERROR
    private const int NotStartedByManager = 1063; // ERROR_FAILED_SERVICE_CONTROLLER_CONNECT
    private const uint PatienceMilliseconds = 15_000;

    private static readonly object Lock = new();
    private static Func<int>? s_run;
    private static Action? s_stop;
    private static Action? s_reload;
    private static nint s_handle;
    private static uint s_state = StartPending;
    private static int s_exitCode;

    /// <summary>Hands the thread to the service manager until the service has stopped.</summary>
    /// <param name="run">Runs the agent and returns how the process ends.</param>
    /// <param name="stop">Begins the agent's end.</param>
    /// <param name="reload">Has the agent read its document again (<c>sc control nginxha-agent paramchange</c>).</param>
    /// <returns>How the process ends; null when nobody but a person started it, and nothing was run.</returns>
    public static int? TryRun(Func<int> run, Action stop, Action reload)
    {
        (s_run, s_stop, s_reload) = (run, stop, reload);
        fixed (char* name = Name)
        {
            ServiceTableEntry* table = stackalloc ServiceTableEntry[2];
            table[0] = new ServiceTableEntry { Name = name, Main = &ServiceMain };
            table[1] = default;
            if (StartDispatcher(table) != 0)
            {
                return s_exitCode;
            }
        }

        int error = Marshal.GetLastPInvokeError();
        return error == NotStartedByManager ? null : throw new Win32Exception(error);
    }

    /// <summary>Tells the service manager that the agent is ready.</summary>
    public static void ReportRunning() => Report(Running);

    [UnmanagedCallersOnly]
    private static void ServiceMain(uint count, char** arguments)
    {
        fixed (char* name = Name)
        {
            s_handle = RegisterHandler(name, &Control, null);
        }

        Report(StartPending);
        s_exitCode = s_run!();
        Report(Stopped);
    }

    [UnmanagedCallersOnly]
    private static uint Control(uint control, uint eventType, void* eventData, void* context)
    {
        switch (control)
        {
            case ControlStop or ControlShutdown:
                Report(StopPending);
                s_stop!();
                return NoError;
            case ControlParametersChanged:
                s_reload!();
                return NoError;
            case ControlInterrogate:
                return NoError;
            default:
                return NotImplemented;
        }
    }

    private static void Report(uint state)
    {
        lock (Lock)
        {
            // Ready just before the end is no news any more.
            if (s_handle == 0 || (s_state == StopPending && state == Running))
            {
                return;
            }

            s_state = state;
            bool failed = state == Stopped && s_exitCode != 0;
            var status = new ServiceStatus
            {
                Type = OwnProcess,
                State = state,
                Accepted = state == Running ? AcceptedControls : 0,
                ExitCode = failed ? ServiceSpecificError : NoError,
                SpecificExitCode = failed ? (uint)s_exitCode : 0,
                WaitHint = state is StartPending or StopPending ? PatienceMilliseconds : 0,
            };
            _ = SetStatus(s_handle, &status);
        }
    }

    [LibraryImport("advapi32", EntryPoint = "StartServiceCtrlDispatcherW", SetLastError = true)]
    private static partial int StartDispatcher(ServiceTableEntry* table);

    [LibraryImport("advapi32", EntryPoint = "RegisterServiceCtrlHandlerExW", SetLastError = true)]
    private static partial nint RegisterHandler(char* name, delegate* unmanaged<uint, uint, void*, void*, uint> handler, void* context);

    [LibraryImport("advapi32", EntryPoint = "SetServiceStatus", SetLastError = true)]
    private static partial int SetStatus(nint handle, ServiceStatus* status);

    [StructLayout(LayoutKind.Sequential)]
    private struct ServiceTableEntry
    {
        public char* Name;
        public delegate* unmanaged<uint, char**, void> Main;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ServiceStatus
    {
        public uint Type;
        public uint State;
        public uint Accepted;
        public uint ExitCode;
        public uint SpecificExitCode;
        public uint CheckPoint;
        public uint WaitHint;
    }
}
