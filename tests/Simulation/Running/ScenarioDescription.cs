using System.Globalization;
using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Running;

/// <summary>A scenario for people.</summary>
internal static class ScenarioDescription
{
    public static void Write(Scenario scenario, TextWriter output)
    {
        var bounds = new Bounds(scenario);
        Line(output, $"scenario {scenario.Seed}: version {(int)scenario.Version}, {(scenario.IsIPv6 ? "IPv6" : "IPv4")}, {(scenario.IsUnicast ? "unicast" : "multicast")}, {scenario.SegmentCount} segments, {scenario.ClientCount} clients{(scenario.IsGrouped ? ", one group" : "")}");
        Line(output, $"  latency {Milliseconds(scenario.Latency.Longest)} ms, scheduling {Milliseconds(scenario.SchedulingDelay)} ms");
        Line(output, $"  announces {scenario.Announcing.Repeat} times, again after {Milliseconds(scenario.Announcing.Delay)} ms, refresh {Milliseconds(scenario.Announcing.Refresh)} ms, pause {Milliseconds(scenario.Announcing.Pause)} ms");
        Line(output, $"  bounds: no master {Milliseconds(bounds.LongestNoMaster)} ms, settled after {Milliseconds(bounds.Settle)} ms");
        foreach (RouterDeclaration router in scenario.Routers)
        {
            Line(output, $"  router {router.Index}: VRID {router.VirtualRouterId} on segment {router.Segment}, {router.AddressCount} addresses");
        }

        for (int i = 0; i < scenario.NodeCount; i++)
        {
            Write(scenario, i, output);
        }

        foreach (Fault fault in scenario.Faults)
        {
            output.WriteLine($"  {fault.Describe()}");
        }
    }

    private static void Write(Scenario scenario, int number, TextWriter output)
    {
        NodeDeclaration node = scenario.Nodes[number];
        Line(output, $"  node {number}: {Naming.NodeAddress(scenario, 0, number)}, clock {node.DriftPerMillion} ppm, starts at {Milliseconds(node.StartAt)} ms{(node.Track is { } track ? $", {(track.IsInterface ? "interface" : "check")} with weight {track.Weight}, {track.InitiallyUp?.ToString() ?? "unknown"} at first" : "")}");
        for (int r = 0; r < node.Routers.Length; r++)
        {
            NodeRouter options = node.Routers[r];
            Line(output, $"    router {r}: priority {options.Priority}, interval {Milliseconds(options.Interval)} ms, {(options.Preempt ? "preempts" : "does not preempt")}, preempt delay {Milliseconds(options.PreemptDelay)} ms, start-up delay {Milliseconds(options.StartupDelay)} ms{(options.StartsAsMaster ? ", wants to be master" : "")}, down after {options.DownTimerAdverts} adverts{(options.LowerPriorityNoAdvert ? ", does not answer lower priorities" : "")}{(options.HigherPrioritySendAdvert ? "" : ", gives way silently")}");
        }
    }

    private static string Milliseconds(long ticks) => ((double)ticks / TimeSpan.TicksPerMillisecond).ToString("0.####", CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(FormattableString.Invariant(text));
}
