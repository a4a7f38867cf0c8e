using System.Globalization;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Simulation.World;

/// <summary>Everything that happens, a line each; the same bytes for the same scenario on every run.</summary>
internal sealed class SimulationTrace(TextWriter writer)
{
    public void Line(long time, string text) =>
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{(double)time / TimeSpan.TicksPerMillisecond,12:0.0000} {text}\n"));

    public void Note(long time, int node, string text) => Line(time, string.Create(CultureInfo.InvariantCulture, $"node {node} {text}"));

    public void Advertisement(long time, string verb, int node, SimulatedPacket packet) =>
        Note(time, node, string.Create(CultureInfo.InvariantCulture, $"{verb} VRID {packet.VirtualRouterId} priority {packet.Priority} of node {packet.Sender}"));

    public void Event(long time, int node, VrrpEventKind kind, string name, VrrpState previous, VrrpState state, byte priority, string reason) =>
        Note(time, node, string.Create(CultureInfo.InvariantCulture, $"{name}: {kind} {previous} -> {state} priority {priority}: {reason}"));
}
