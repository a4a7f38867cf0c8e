using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>Checks the monitors of upstreams, and that tracks name those that are there.</summary>
internal static class UpstreamMonitorChecks
{
    private const string Place = "nginx.upstreamMonitors";

    public static void Check(HaTopology topology, TopologyFindings findings)
    {
        IReadOnlyList<UpstreamMonitorSettings> monitors = topology.Nginx?.UpstreamMonitors ?? [];
        findings.Unique(Place, monitors, monitor => monitor.Name, "name", ignoreCase: true);
        for (int i = 0; i < monitors.Count; i++)
        {
            try
            {
                monitors[i].Options.Validate();
            }
            catch (ArgumentException exception)
            {
                findings.Error("InvalidOption", $"{Place}[{i}]", $"{monitors[i].Name}: {exception.Message}");
            }

            if (monitors.Take(i).FirstOrDefault(other => MonitorOptions.Conflict(other.Options, monitors[i].Options)) is { } rival)
            {
                findings.Error("UpstreamWatchedTwice", $"{Place}[{i}]", $"'{rival.Name}' and '{monitors[i].Name}' would mark servers of the same upstream, each by its own judgement; name other upstreams, or make one readOnly.");
            }
        }

        Tracks(topology, monitors, findings);
    }

    private static void Tracks(HaTopology topology, IReadOnlyList<UpstreamMonitorSettings> monitors, TopologyFindings findings)
    {
        Check("tracks", topology.Tracks);
        for (int i = 0; i < topology.Nodes.Count; i++)
        {
            Check($"nodes[{i}].tracks", topology.Nodes[i].Tracks);
        }

        for (int i = 0; i < topology.Instances.Count; i++)
        {
            Check($"instances[{i}].tracks", topology.Instances[i].Tracks);
        }

        for (int i = 0; i < topology.SyncGroups.Count; i++)
        {
            Check($"syncGroups[{i}].tracks", topology.SyncGroups[i].Tracks);
        }

        void Check(string path, IReadOnlyList<TrackOptions> tracks)
        {
            for (int i = 0; i < tracks.Count; i++)
            {
                if (tracks[i] is not UpstreamTrackOptions track)
                {
                    continue;
                }

                UpstreamMonitorSettings? monitor = monitors.FirstOrDefault(monitor => monitor.Name.Equals(track.Monitor, StringComparison.OrdinalIgnoreCase));
                if (monitor is null)
                {
                    findings.Error("UnknownMonitor", $"{path}[{i}].monitor", $"Track '{track.Name}' names the monitor '{track.Monitor}'; {Place} has {(monitors.Count == 0 ? "none" : string.Join(", ", monitors.Select(known => $"'{known.Name}'")))}.");
                }
                else if (track.Upstream is { } upstream && monitor.Options.Upstreams is { Count: > 0 } watched && !watched.Contains(upstream))
                {
                    findings.Error("UpstreamNotWatched", $"{path}[{i}].upstream", $"Track '{track.Name}' names the upstream '{upstream}', which '{monitor.Name}' does not watch; it watches {string.Join(", ", watched)}.");
                }
            }
        }
    }
}
