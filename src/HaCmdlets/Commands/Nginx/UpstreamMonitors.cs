using System.Collections.Concurrent;
using NginxHa.Cmdlets.Hosting;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>The monitors that run in this process, whichever runspace started them.</summary>
public static class UpstreamMonitors
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<string, Entry> Running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<NginxUpstreamMonitor> List() =>
        [.. Running.Values.Select(entry => new NginxUpstreamMonitor(entry.Monitor, entry.Path)).OrderBy(monitor => monitor.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Whether a monitored configuration has enough healthy servers in every upstream, or in a certain one: a check that
    /// a VRRP instance can track.
    /// </summary>
    /// <param name="name">Name of the monitor.</param>
    /// <param name="minimum">How many are enough.</param>
    /// <param name="upstream">Name of the upstream; null for every one.</param>
    /// <returns>False as well when there is no such monitor.</returns>
    public static bool HasEnoughHealthy(string name, int minimum, string? upstream = null) =>
        Running.TryGetValue(name, out Entry? entry) && entry.Monitor.HasEnoughHealthy(minimum, upstream);

    internal static bool Exists(string name) => Running.ContainsKey(name);

    /// <summary>Adds a monitor and starts it; false when the name is taken.</summary>
    internal static bool TryStart(UpstreamMonitor monitor, string path)
    {
        var entry = new Entry(monitor, path);
        if (!Running.TryAdd(monitor.Name, entry))
        {
            return false;
        }

        try
        {
            monitor.Start();
        }
        catch
        {
            Running.TryRemove(monitor.Name, out _);
            throw;
        }

        // When the session ends, nobody brings back what the monitor took out: it does so itself.
        entry.CleanUp = ModuleLifetime.Register(() => StopAsync(monitor.Name, keepMarks: false, CancellationToken.None).Wait(EndPatience));
        return true;
    }

    internal static async Task<NginxUpstreamMonitor?> StopAsync(string name, bool keepMarks, CancellationToken cancellationToken)
    {
        if (!Running.TryRemove(name, out Entry? entry))
        {
            return null;
        }

        entry.CleanUp?.Dispose();
        await entry.Monitor.StopAsync(keepMarks, cancellationToken).ConfigureAwait(false);
        var last = new NginxUpstreamMonitor(entry.Monitor, entry.Path);
        await entry.Monitor.DisposeAsync().ConfigureAwait(false);
        return last;
    }

    /// <summary>Notes on servers what the monitors know of them.</summary>
    internal static void Annotate(string path, IEnumerable<Upstream> upstreams)
    {
        var known = new Dictionary<ServerKey, ServerHealth>();
        foreach (Entry entry in Running.Values.Where(entry => entry.Path == path))
        {
            foreach (ServerHealth health in entry.Monitor.Servers())
            {
                known[health.Key] = health;
            }
        }

        foreach ((ServerKey key, UpstreamServer server) in ServerKey.Of(upstreams))
        {
            server.Health = known.GetValueOrDefault(key);
        }
    }

    private sealed class Entry(UpstreamMonitor monitor, string path)
    {
        public UpstreamMonitor Monitor { get; } = monitor;

        public string Path { get; } = path;

        public IDisposable? CleanUp { get; set; }
    }
}
