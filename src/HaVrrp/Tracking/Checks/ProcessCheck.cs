using System.Diagnostics;
using System.Globalization;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>
/// Counts processes of a name, or looks whether the one of a pid file lives. The processes found last time are looked at
/// first, so that a look costs one small file a process and not the whole process table.
/// </summary>
internal sealed class ProcessCheck(ProcessTrackOptions options) : ITrackCheck
{
    // TASK_COMM_LEN of the kernel, without the closing zero.
    private const int LongestCommand = 15;

    private readonly List<int> _known = [];

    public ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken) =>
        new(options.PidFile is { } file ? LookAtPidFile(file) : Count(options.ProcessName!));

    public void Dispose()
    {
    }

    private static TrackResult LookAtPidFile(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new TrackResult(false, exception is FileNotFoundException or DirectoryNotFoundException ? $"{file} does not exist" : exception.Message);
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id <= 0)
        {
            return new TrackResult(false, $"{file} has no process id in it");
        }

        bool lives = OperatingSystem.IsLinux() ? TryReadCommand(id, out _) : IsRunning(id);
        return new TrackResult(lives, lives ? $"process {id} runs" : $"process {id} does not run");
    }

    private TrackResult Count(string name)
    {
        int count = OperatingSystem.IsLinux() ? CountOnLinux(name) : CountElsewhere(name);
        return new TrackResult(
            count >= options.Quorum,
            string.Create(CultureInfo.InvariantCulture, $"{count} of {options.Quorum} {name} processes"));
    }

    private int CountOnLinux(string name)
    {
        _known.RemoveAll(id => !IsNamed(id, name));
        if (_known.Count >= options.Quorum)
        {
            return _known.Count;
        }

        _known.Clear();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && IsNamed(id, name))
            {
                _known.Add(id);
            }
        }

        return _known.Count;
    }

    private static bool IsNamed(int id, string name)
    {
        if (!TryReadCommand(id, out string command))
        {
            return false;
        }

        if (name.Length <= LongestCommand)
        {
            return command == name;
        }

        // The kernel keeps 15 characters; the rest of the name is in the first argument.
        return command == name[..LongestCommand] && Path.GetFileName(ReadFirstArgument(id)) == name;
    }

    /// <summary>The command of a living process. A zombie has ended and only waits for its parent.</summary>
    private static bool TryReadCommand(int id, out string command)
    {
        command = "";
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        // id (command) state ...; the command may have brackets in it.
        int start = stat.IndexOf('(', StringComparison.Ordinal);
        int end = stat.LastIndexOf(')');
        if (start < 0 || end < start || end + 2 >= stat.Length || stat[end + 2] is 'Z' or 'X')
        {
            return false;
        }

        command = stat[(start + 1)..end];
        return true;
    }

    private static string ReadFirstArgument(int id)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{id}/cmdline");
            int end = line.IndexOf('\0', StringComparison.Ordinal);
            return end < 0 ? line : line[..end];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static int CountElsewhere(string name)
    {
        Process[] processes = Process.GetProcessesByName(name);
        foreach (Process process in processes)
        {
            process.Dispose();
        }

        return processes.Length;
    }
}
