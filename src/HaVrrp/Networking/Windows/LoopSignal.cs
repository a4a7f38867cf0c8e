using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using NginxHa.Vrrp.Networking.Windows.Native;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>
/// What the event loop sleeps on: a signal, or a moment. The ordinary waits of Windows end on the next tick of a 15.6 ms
/// clock, too late for intervals of centiseconds, so the moment is a high-resolution waitable timer.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class LoopSignal : IDisposable
{
    private readonly AutoResetEvent _signal = new(initialState: false);
    private readonly TimerHandle _timer = new();
    private readonly WaitHandle[] _either;

    public LoopSignal() => _either = [_signal, _timer];

    /// <summary>Ends the wait, or the next one. From any thread.</summary>
    public void Set() => _signal.Set();

    /// <summary>Waits for the signal.</summary>
    /// <param name="ticks">At most so long, in units of 100 ns; long.MaxValue for no limit.</param>
    public void Wait(long ticks)
    {
        if (ticks <= 0)
        {
            _signal.WaitOne(0);
        }
        else if (ticks == long.MaxValue)
        {
            _signal.WaitOne();
        }
        else
        {
            _timer.Start(ticks);
            WaitHandle.WaitAny(_either);
        }
    }

    public void Dispose()
    {
        _signal.Dispose();
        _timer.Dispose();
    }

    private sealed class TimerHandle : WaitHandle
    {
        public TimerHandle()
        {
            SafeWaitHandle handle = Kernel32.CreateWaitableTimer(null, null, Kernel32.HighResolution, Kernel32.TimerAllAccess);
            if (handle.IsInvalid)
            {
                // Windows before 10 1803 has ordinary timers only.
                handle.Dispose();
                handle = Kernel32.CreateWaitableTimer(null, null, 0, Kernel32.TimerAllAccess);
            }

            if (handle.IsInvalid)
            {
                throw WindowsError.Create("create a timer", System.Runtime.InteropServices.Marshal.GetLastPInvokeError());
            }

            SafeWaitHandle = handle;
        }

        public void Start(long ticks)
        {
            long dueTime = -ticks;
            if (Kernel32.SetWaitableTimer(SafeWaitHandle, &dueTime, 0, null, null, 0) == 0)
            {
                throw WindowsError.Create("set a timer", System.Runtime.InteropServices.Marshal.GetLastPInvokeError());
            }
        }
    }
}
