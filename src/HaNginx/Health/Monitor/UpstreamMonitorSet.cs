using System.Collections.Concurrent;

namespace NginxHa.Nginx.Health;

/// <summary>The monitors that run in one program, by name; capitals and small letters are the same.</summary>
public sealed class UpstreamMonitorSet
{
    private readonly ConcurrentDictionary<string, UpstreamMonitor> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<UpstreamMonitor> List() => [.. _running.Values.OrderBy(monitor => monitor.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The monitor of a name, or null.</summary>
    /// <param name="name">Its name.</param>
    public UpstreamMonitor? Find(string name) => _running.GetValueOrDefault(name);

    /// <summary>Adds a monitor and starts it; false when the name is taken.</summary>
    /// <param name="monitor">A monitor that has not been started.</param>
    /// <exception cref="Configuration.ConfigurationException">The configuration cannot be read.</exception>
    public bool TryStart(UpstreamMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        if (!_running.TryAdd(monitor.Name, monitor))
        {
            return false;
        }

        try
        {
            monitor.Start();
            return true;
        }
        catch
        {
            _running.TryRemove(KeyValuePair.Create(monitor.Name, monitor));
            throw;
        }
    }

    /// <summary>Stops a monitor and forgets it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="keepMarks">Servers that it took out stay out; otherwise they come back.</param>
    /// <param name="cancellationToken">Ends the waiting for the last reload.</param>
    /// <returns>The monitor as it was at the end; null when there was none.</returns>
    public async Task<UpstreamMonitor?> StopAsync(string name, bool keepMarks, CancellationToken cancellationToken)
    {
        if (!_running.TryRemove(name, out UpstreamMonitor? monitor))
        {
            return null;
        }

        await monitor.StopAsync(keepMarks, cancellationToken).ConfigureAwait(false);
        await monitor.DisposeAsync().ConfigureAwait(false);
        return monitor;
    }

    /// <summary>Whether the upstreams of a monitor have enough healthy servers; false when there is no such monitor.</summary>
    /// <param name="name">Name of the monitor.</param>
    /// <param name="minimum">How many are enough in each.</param>
    /// <param name="upstream">Name of the upstream; null for every one.</param>
    public HealthVerdict Judge(string name, int minimum, string? upstream) =>
        Find(name)?.Judge(minimum, upstream) ?? new HealthVerdict(false, $"there is no monitor '{name}'");
}
