using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Metrics;

/// <summary>What Prometheus is told about virtual routers and event loops.</summary>
internal static class EngineMetrics
{
    private const string Prefix = "nginxha_";
    private static readonly VrrpState[] States = Enum.GetValues<VrrpState>();

    /// <summary>Writes all of it.</summary>
    public static string Write(AgentPicture picture)
    {
        var text = new MetricsText();
        WriteAgent(text, picture);
        WriteStates(text, picture.Instances);
        WriteCounters(text, picture.Instances);
        WriteTracks(text, picture.Instances);
        WriteLoops(text, picture.Loops);
        UpstreamMetrics.Write(text, picture.Monitors);
        return text.ToString();
    }

    private static void WriteAgent(MetricsText text, AgentPicture picture)
    {
        text.Gauge(Prefix + "build_info", "Version of the agent; always 1.").Sample(Prefix + "build_info", 1, "version", picture.Version);
        text.Gauge(Prefix + "start_time_seconds", "When the agent was started, as seconds since 1970.")
            .Sample(Prefix + "start_time_seconds", picture.StartTime.ToUnixTimeMilliseconds() / 1000.0);
        text.Counter(Prefix + "reloads_total", "Readings of the document since the start.")
            .Sample(Prefix + "reloads_total", picture.ReloadsSucceeded, "result", "applied")
            .Sample(Prefix + "reloads_total", picture.ReloadsRefused, "result", "refused");
        text.Gauge(Prefix + "instances_waiting", "Instances of the document that could not be started yet.")
            .Sample(Prefix + "instances_waiting", picture.InstancesWaiting);
    }

    private static void WriteStates(MetricsText text, IReadOnlyList<VrrpInstanceStatus> instances)
    {
        text.Gauge(Prefix + "vrrp_state", "1 for the state that the instance is in, 0 for the others.");
        foreach (VrrpInstanceStatus instance in instances)
        {
            foreach (VrrpState state in States)
            {
                text.Sample(
                    Prefix + "vrrp_state",
                    instance.State == state ? 1 : 0,
                    [.. Labels(instance), "interface", instance.Interface, "virtual_router_id", Number(instance.VirtualRouterId), "state", state.ToString().ToLowerInvariant()]);
            }
        }

        Gauge(text, instances, "vrrp_state_since_seconds", "When the state was entered, as seconds since 1970.", static i => i.Since.ToUnixTimeMilliseconds() / 1000.0);
        Gauge(text, instances, "vrrp_priority", "Priority as declared.", static i => i.Options.Priority);
        Gauge(text, instances, "vrrp_effective_priority", "Priority after tracks: what is advertised.", static i => i.EffectivePriority);
        Gauge(text, instances, "vrrp_addresses_owned", "Virtual addresses that this node has because of the instance.", static i => i.OwnedAddresses.Count);
        Gauge(text, instances, "vrrp_master_down_interval_seconds", "How long a backup waits for its master.", static i => i.MasterDownInterval.TotalSeconds);
    }

    private static void WriteCounters(MetricsText text, IReadOnlyList<VrrpInstanceStatus> instances)
    {
        text.Counter(Prefix + "vrrp_transitions_total", "Changes to and from master.");
        foreach (VrrpInstanceStatus instance in instances)
        {
            text.Sample(Prefix + "vrrp_transitions_total", instance.Statistics.BecameMaster, [.. Labels(instance), "to", "master"]);
            text.Sample(Prefix + "vrrp_transitions_total", instance.Statistics.ReleasedMaster, [.. Labels(instance), "to", "other"]);
        }

        Counter(text, instances, "vrrp_advertisements_sent_total", "Advertisements sent.", static s => s.AdvertisementsSent);
        Counter(text, instances, "vrrp_advertisements_received_total", "Advertisements received and accepted.", static s => s.AdvertisementsReceived);
        Counter(text, instances, "vrrp_priority_zero_sent_total", "Advertisements with priority 0 sent.", static s => s.PriorityZeroSent);
        Counter(text, instances, "vrrp_priority_zero_received_total", "Advertisements with priority 0 received.", static s => s.PriorityZeroReceived);
        Counter(text, instances, "vrrp_announcements_sent_total", "Gratuitous ARPs and unsolicited neighbour advertisements sent.", static s => s.AnnouncementsSent);
        Counter(text, instances, "vrrp_address_list_mismatches_total", "Accepted advertisements whose address list was not ours.", static s => s.AddressListMismatches);
        Counter(text, instances, "vrrp_late_advertisements_total", "Own advertisements later than a tenth of their interval.", static s => s.LateAdvertisements);
        text.Counter(Prefix + "vrrp_refused_total", "Received packets refused, by reason.");
        foreach (VrrpInstanceStatus instance in instances)
        {
            foreach ((VrrpRefusal reason, long count) in instance.Statistics.Refused)
            {
                text.Sample(Prefix + "vrrp_refused_total", count, [.. Labels(instance), "reason", reason.ToString()]);
            }
        }
    }

    private static void WriteTracks(MetricsText text, IReadOnlyList<VrrpInstanceStatus> instances)
    {
        text.Gauge(Prefix + "vrrp_track_up", "1 while the track is up, 0 while it is down; none before its first result.");
        foreach (VrrpInstanceStatus instance in instances)
        {
            foreach (TrackStatus track in instance.Tracks.Where(static track => track.IsUp is not null))
            {
                text.Sample(Prefix + "vrrp_track_up", track.IsUp == true ? 1 : 0, [.. Labels(instance), "track", track.Name, "kind", track.Kind]);
            }
        }

        text.Gauge(Prefix + "vrrp_track_contribution", "What the track adds to the priority now.");
        foreach (VrrpInstanceStatus instance in instances)
        {
            foreach (TrackStatus track in instance.Tracks)
            {
                text.Sample(Prefix + "vrrp_track_contribution", track.Contribution, [.. Labels(instance), "track", track.Name, "kind", track.Kind]);
            }
        }
    }

    private static void WriteLoops(MetricsText text, IReadOnlyList<EngineLoopStatus> loops)
    {
        Loop("loop_instances", "Instances that the event loop drives.", "gauge", static loop => loop.InstanceCount);
        Loop("loop_response_seconds", "How long the event loop took to answer now.", "gauge", static loop => loop.ResponseTime.TotalSeconds);
        Loop("loop_worst_lateness_seconds", "How late a timer was at worst within the last minute.", "gauge", static loop => loop.WorstLateness.TotalSeconds);
        Loop("loop_late_timers_total", "Timers that were more than 2 ms late.", "counter", static loop => loop.LateTimers);
        Loop("send_errors_total", "Messages that the system refused to send.", "counter", static loop => loop.SendErrors);
        text.Counter(Prefix + "packets_without_instance_total", "Packets that belong to no instance of this node, by reason.");
        foreach (EngineLoopStatus loop in loops)
        {
            // Always there: an alarm on a sample that appears with the first unknown virtual router would miss the first one.
            text.Sample(
                Prefix + "packets_without_instance_total",
                loop.Refused.GetValueOrDefault(VrrpRefusal.UnknownVirtualRouter),
                "network_namespace", loop.NetworkNamespace ?? "", "reason", nameof(VrrpRefusal.UnknownVirtualRouter));
            foreach ((VrrpRefusal reason, long count) in loop.Refused.Where(static pair => pair.Key != VrrpRefusal.UnknownVirtualRouter))
            {
                text.Sample(Prefix + "packets_without_instance_total", count, "network_namespace", loop.NetworkNamespace ?? "", "reason", reason.ToString());
            }
        }

        void Loop(string name, string help, string type, Func<EngineLoopStatus, double> value)
        {
            _ = type == "counter" ? text.Counter(Prefix + name, help) : text.Gauge(Prefix + name, help);
            foreach (EngineLoopStatus loop in loops)
            {
                text.Sample(Prefix + name, value(loop), "network_namespace", loop.NetworkNamespace ?? "");
            }
        }
    }

    private static void Gauge(MetricsText text, IReadOnlyList<VrrpInstanceStatus> instances, string name, string help, Func<VrrpInstanceStatus, double> value)
    {
        text.Gauge(Prefix + name, help);
        foreach (VrrpInstanceStatus instance in instances)
        {
            text.Sample(Prefix + name, value(instance), Labels(instance));
        }
    }

    private static void Counter(MetricsText text, IReadOnlyList<VrrpInstanceStatus> instances, string name, string help, Func<VrrpStatistics, long> value)
    {
        text.Counter(Prefix + name, help);
        foreach (VrrpInstanceStatus instance in instances)
        {
            text.Sample(Prefix + name, value(instance.Statistics), Labels(instance));
        }
    }

    private static string[] Labels(VrrpInstanceStatus instance) => ["instance_name", instance.Name];

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
