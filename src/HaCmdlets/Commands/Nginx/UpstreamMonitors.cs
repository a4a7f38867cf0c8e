using NginxHa.Cmdlets.Hosting;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>The monitors that run in this process, whichever runspace started them.</summary>
internal static class UpstreamMonitors
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private static readonly object Gate = new();
    private static IDisposable? s_cleanUp;

    /// <summary>They themselves.</summary>
    public static UpstreamMonitorSet Session { get; } = new();

    /// <summary>Adds a monitor and starts it; false when the name is taken.</summary>
    public static bool TryStart(UpstreamMonitor monitor)
    {
        if (!Session.TryStart(monitor))
        {
            return false;
        }

        lock (Gate)
        {
            // When the session ends, nobody brings back what a monitor took out: it does so itself.
            s_cleanUp ??= ModuleLifetime.Register(StopAll);
        }

        return true;
    }

    /// <summary>Notes on servers what the monitors know of them.</summary>
    public static void Annotate(string path, IEnumerable<Upstream> upstreams)
    {
        var known = new Dictionary<ServerKey, ServerHealth>();
        foreach (UpstreamMonitor monitor in Session.List().Where(monitor => monitor.Path == path))
        {
            foreach (ServerHealth health in monitor.Servers())
            {
                known[health.Key] = health;
            }
        }

        foreach ((ServerKey key, UpstreamServer server) in ServerKey.Of(upstreams))
        {
            server.Health = known.GetValueOrDefault(key);
        }
    }

    private static void StopAll()
    {
        lock (Gate)
        {
            s_cleanUp = null;
        }

        Task.WhenAll(Session.List().Select(monitor => Session.StopAsync(monitor.Name, keepMarks: false, CancellationToken.None))).Wait(EndPatience);
    }
}
