using System.Globalization;
using System.Runtime.InteropServices;
using NginxHa.Bench.Vrrp.Contenders;

namespace NginxHa.Bench.Vrrp.Measuring;

/// <summary>What all processes of an engine have used so far.</summary>
/// <param name="Processor">Processor time in seconds, to the nanosecond; time in the kernel on their behalf included.</param>
/// <param name="Memory">PSS in MiB: what is shared with other processes counts in part.</param>
internal readonly record struct ProcessUsage(double Processor, double Memory)
{
    private const int SchedulerClock = 2; // CPUCLOCK_SCHED: a process's clock of another process, threads that ended included

    /// <summary>Reads both now.</summary>
    public static ProcessUsage Read(EngineProcess engine)
    {
        IReadOnlyList<int> ids = engine.ProcessIds();
        return new ProcessUsage(ids.Sum(ReadProcessor), ids.Sum(ReadMemory));
    }

    private static double ReadProcessor(int processId)
    {
        if (GetTime((~processId << 3) | SchedulerClock, out TimeSpecification time) != 0)
        {
            throw new InvalidOperationException($"Process {processId} has no clock: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        return time.Seconds + (time.Nanoseconds / 1e9);
    }

    private static double ReadMemory(int processId)
    {
        string line = File.ReadLines($"/proc/{processId}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static extern int GetTime(int clock, out TimeSpecification time);
}
