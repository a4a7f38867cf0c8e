using System.Diagnostics;

namespace NginxHa.Bench.Nginx;

/// <summary>Programs that are measured from outside.</summary>
internal static class Child
{
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        return Process.Start(start)!;
    }

    /// <summary>Runs this program with other arguments, and gives what it wrote.</summary>
    public static string Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    /// <summary>Seconds that another program takes; null when it is not there or fails.</summary>
    public static double? Time(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            long began = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            _ = error.Result;
            return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Largest amount of memory that this process has held so far, in MiB (VmHWM of /proc/self/status).</summary>
    public static double PeakMemory()
    {
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024;
    }
}
