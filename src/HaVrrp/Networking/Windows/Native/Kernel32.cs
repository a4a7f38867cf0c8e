using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NginxHa.Vrrp.Networking.Windows.Native;

/// <summary>Waitable timers (synchapi.h).</summary>
internal static unsafe partial class Kernel32
{
    /// <summary>CREATE_WAITABLE_TIMER_HIGH_RESOLUTION, since Windows 10 1803.</summary>
    public const uint HighResolution = 2;

    /// <summary>TIMER_ALL_ACCESS.</summary>
    public const uint TimerAllAccess = 0x1F0003;

    private const string Library = "kernel32.dll";

    [LibraryImport(Library, EntryPoint = "CreateWaitableTimerExW", SetLastError = true)]
    public static partial SafeWaitHandle CreateWaitableTimer(void* attributes, void* name, uint flags, uint access);

    /// <param name="timer">The timer.</param>
    /// <param name="dueTime">In units of 100 ns; negative means from now on.</param>
    /// <param name="period">0 for once.</param>
    /// <param name="completion">Null.</param>
    /// <param name="argument">Null.</param>
    /// <param name="resume">0.</param>
    [LibraryImport(Library, EntryPoint = "SetWaitableTimer", SetLastError = true)]
    public static partial int SetWaitableTimer(SafeWaitHandle timer, long* dueTime, int period, void* completion, void* argument, int resume);
}
