using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Runtime.Loop;

/// <summary>
/// Lets the event loop's thread run as soon as something is due, however busy the processors are. At the shortest interval a
/// backup waits 36 ms for its master; ordinary threads wait longer than that for a busy processor. The thread sleeps nearly all of
/// its time, so nobody else goes short (keepalived <c>vrrp_rt_priority</c>, which it advises to set).
/// </summary>
internal static partial class LoopPriority
{
    private const int CallingThread = 0;
    private const int RoundRobin = 2; // SCHED_RR of sched(7)
    private const int ResetOnFork = 0x40000000; // SCHED_RESET_ON_FORK: nothing that is started from here inherits it.

    /// <summary>Raises the calling thread. A system that does not allow it leaves the thread as it is.</summary>
    /// <param name="realTimePriority">1-99, for Linux.</param>
    public static void Raise(int realTimePriority)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetScheduler(CallingThread, RoundRobin | ResetOnFork, in realTimePriority);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.Highest;
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, in int parameter);
}
