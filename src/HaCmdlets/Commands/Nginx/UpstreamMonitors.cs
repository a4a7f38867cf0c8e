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

    /// <summary>Starts a monitor of this process.</summary>
    /// <exception cref="UpstreamMonitorException">Its name is in use, or another one marks servers of the same upstream.</exception>
    public static void Start(UpstreamMonitor monitor)
    {
        Session.Start(monitor);
        lock (Gate)
        {
            // When the session ends, nobody brings back what a monitor took out: it does so itself.
            s_cleanUp ??= ModuleLifetime.Register(StopAll);
        }
    }

    /// <summary>Notes on servers what monitors know of them. Where several do, it is that of the one that may mark them.</summary>
    /// <param name="upstreams">The upstreams.</param>
    /// <param name="monitors">The monitors of their configuration.</param>
    public static void Annotate(IEnumerable<Upstream> upstreams, IEnumerable<NginxUpstreamMonitor> monitors)
    {
        var known = new Dictionary<ServerKey, ServerHealth>();
        foreach (ServerHealth health in monitors.OrderByDescending(monitor => monitor.Options.ReadOnly).SelectMany(monitor => monitor.Servers))
        {
            known[health.Key] = health;
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

        Session.StopAllAsync(keepMarks: false, CancellationToken.None).Wait(EndPatience);
    }
}
