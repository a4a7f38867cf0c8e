using System.Globalization;
using System.Runtime.InteropServices;
using NginxHa.Agent.Logging;
using NginxHa.Topology;

namespace NginxHa.Agent.Scheduling;

/// <summary>
/// Memory and processor of the process (keepalived <c>vrrp_no_swap</c> and <c>vrrp_priority</c>). What the system refuses is said in
/// the log and done without: an agent with an ordinary priority is better than none.
/// </summary>
internal static partial class ProcessScheduling
{
    private const int CurrentPages = 1; // MCL_CURRENT
    private const int FuturePages = 2; // MCL_FUTURE
    private const int OnFault = 4; // MCL_ONFAULT
    private const int Process = 0; // PRIO_PROCESS, which on Linux means a thread
    private const string Threads = "/proc/self/task";

    /// <summary>Applies the settings to this process and every thread that it has.</summary>
    public static void Apply(AgentSchedulingSettings settings, AgentLog log)
    {
        if (!OperatingSystem.IsLinux())
        {
            if (settings.LockMemory || settings.Nice != 0)
            {
                log.Warning("Locked memory and nice values are features of Linux; they are left out.");
            }

            return;
        }

        // On fault: the runtime reserves far more than it uses, and what it never touches need not be there.
        if (settings.LockMemory && LockAll(CurrentPages | FuturePages | OnFault) != 0)
        {
            log.Warning($"The memory could not be locked ({Problem()}); it may be swapped out. CAP_IPC_LOCK or a higher limit on locked memory (LimitMEMLOCK=) is needed.");
        }

        if (settings.Nice == 0)
        {
            return;
        }

        foreach (string thread in Directory.GetDirectories(Threads))
        {
            if (int.TryParse(Path.GetFileName(thread), CultureInfo.InvariantCulture, out int id) && SetPriority(Process, id, settings.Nice) != 0)
            {
                log.Warning($"The nice value {settings.Nice} could not be set ({Problem()}). CAP_SYS_NICE or a higher limit (LimitNICE=) is needed.");
                return;
            }
        }
    }

    private static string Problem() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    private static partial int LockAll(int flags);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int priority);
}
