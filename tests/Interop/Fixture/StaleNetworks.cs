using System.Globalization;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>Removes namespaces, and before the first test those that a test process left which did not live to do it itself.</summary>
public sealed class StaleNetworks
{
    /// <summary>Every namespace of the tests is called <c>nha-PID-...</c>.</summary>
    public const string NamePrefix = "nha-";

    private const string NamespaceFolder = "/run/netns";

    /// <summary>Removes what dead processes left.</summary>
    public StaleNetworks()
    {
        if (Machine.Missing(Needs.Namespaces) is not null || !Directory.Exists(NamespaceFolder))
        {
            return;
        }

        foreach (string name in Directory.EnumerateFiles(NamespaceFolder).Select(path => Path.GetFileName(path)))
        {
            if (name.StartsWith(NamePrefix, StringComparison.Ordinal)
                && int.TryParse(name.Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
                && !Directory.Exists($"/proc/{processId}"))
            {
                Remove(name);
            }
        }
    }

    /// <summary>Kills, by id, what still runs in a namespace and deletes it. One that is gone already is fine.</summary>
    public static void Remove(string networkNamespace)
    {
        if (!File.Exists(Path.Combine(NamespaceFolder, networkNamespace)))
        {
            return;
        }

        foreach (string line in Command.TryRun(null, "ip", ["netns", "pids", networkNamespace]).Lines)
        {
            // This process shows up too while one of its threads is inside.
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int processId) && processId != Environment.ProcessId)
            {
                Native.Kill(processId, Native.SignalKill);
            }
        }

        Command.TryRun(null, "ip", ["netns", "delete", networkNamespace]);
    }
}
