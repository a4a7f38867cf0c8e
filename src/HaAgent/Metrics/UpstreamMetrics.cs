using NginxHa.Nginx.Health;

namespace NginxHa.Agent.Metrics;

/// <summary>What Prometheus is told about monitors of nginx's upstreams.</summary>
internal static class UpstreamMetrics
{
    private const string Servers = "nginxha_upstream_servers";
    private const string Up = "nginxha_upstream_monitor_up";
    private const string Reloads = "nginxha_upstream_reloads_total";

    /// <summary>Adds all of it; nothing where there are no monitors.</summary>
    public static void Write(MetricsText text, IReadOnlyList<UpstreamMonitorStatus> monitors)
    {
        if (monitors.Count == 0)
        {
            return;
        }

        text.Gauge(Up, "1 while the monitor watches and can read its configuration.");
        foreach (UpstreamMonitorStatus monitor in monitors)
        {
            text.Sample(Up, monitor.Running && monitor.Problem is null ? 1 : 0, "monitor", monitor.Name);
        }

        text.Counter(Reloads, "Reloads of nginx by the monitor.");
        foreach (UpstreamMonitorStatus monitor in monitors)
        {
            text.Sample(Reloads, monitor.Reloads, "monitor", monitor.Name);
        }

        text.Gauge(Servers, "Servers of the upstream: configured, in use (not marked down), healthy.");
        foreach (UpstreamMonitorStatus monitor in monitors)
        {
            foreach (UpstreamSummary upstream in monitor.Upstreams)
            {
                string[] labels = ["monitor", monitor.Name, "upstream", upstream.Name, "protocol", upstream.Protocol.ToString().ToLowerInvariant(), "state"];
                text.Sample(Servers, upstream.Total, [.. labels, "configured"]);
                text.Sample(Servers, upstream.InUse, [.. labels, "in_use"]);
                text.Sample(Servers, upstream.Healthy, [.. labels, "healthy"]);
            }
        }
    }
}
