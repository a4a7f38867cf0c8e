using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace NginxHa.Agent.Scheduling;

/// <summary>
/// Gives back what only starting or reading a document needed. The agent then does the same few things for months; what it has
/// read and built before would stay with it for as long.
/// </summary>
internal static unsafe partial class StartupMemory
{
    private const int DoNotNeed = 4; // MADV_DONTNEED
    private const string Maps = "/proc/self/smaps";

    /// <summary>Compacts the heap and returns what is free to the system. Every thread waits for it, some milliseconds at most.</summary>
    public static void CompactHeap()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>
    /// Unmaps pages of files that were not changed, above all of the program itself, of which little is needed from then on. Those
    /// that are come back from the page cache without anything being read. For when the start is over; on Linux only.
    /// </summary>
    public static void UnmapFiles()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            // All are found before the first is unmapped: what finds them is a part of the program as well.
            foreach ((ulong start, ulong end) in FindFilePages(File.ReadAllLines(Maps)).ToArray())
            {
                _ = Advise((void*)start, (nuint)(end - start), DoNotNeed);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc the pages stay; nothing else depends on it.
        }
    }

    /// <summary>
    /// Finds mappings of files that can be read or executed, not written, and that hold no page of their own: what is unmapped of
    /// them comes back from the page cache when it is touched. Relocated data is read-only too, but is not in any file.
    /// </summary>
    /// <param name="lines">Lines of /proc/self/smaps.</param>
    internal static IEnumerable<(ulong Start, ulong End)> FindFilePages(IEnumerable<string> lines)
    {
        (ulong Start, ulong End)? candidate = null;
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 6 && words[1] is "r--p" or "r-xp" && words[5].StartsWith('/'))
            {
                string[] range = words[0].Split('-');
                candidate = (ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
            else if (words.Length >= 5 && words[0].Contains('-', StringComparison.Ordinal))
            {
                candidate = null;
            }
            else if (candidate is { } found && words is ["Anonymous:", var size, ..])
            {
                candidate = null;
                if (size == "0")
                {
                    yield return found;
                }
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
