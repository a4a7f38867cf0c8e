using System.Globalization;

namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>One fault. Times are ticks of 100 ns since the beginning of the scenario.</summary>
/// <param name="Number">Its number within the scenario, from 0: shrinking keeps it.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Start">From here.</param>
/// <param name="End">To here.</param>
/// <param name="Node">Whose fault it is, for faults of a node.</param>
/// <param name="Segment">Where, for faults of a segment or link; the virtual router for options.</param>
/// <param name="Argument">Per thousand, ticks, bit mask or other node, by kind.</param>
internal readonly record struct Fault(int Number, FaultKind Kind, long Start, long End, int Node, int Segment, long Argument)
{
    public string Describe()
    {
        string what = Kind switch
        {
            FaultKind.Loss or FaultKind.Duplication => $"{Kind} of {Argument} in 1000 on segment {Segment}",
            FaultKind.Delay => $"{Kind} of up to {Milliseconds(Argument)} ms on segment {Segment}",
            FaultKind.Partition => $"{Kind} of segment {Segment}, one side is {Convert.ToString(Argument, 2)} (bits: nodes, then clients from bit 8)",
            FaultKind.OneWay => $"{Kind}: node {Node} does not hear node {Argument} on segment {Segment}",
            FaultKind.Mute or FaultKind.Deaf or FaultKind.LinkDown or FaultKind.LinkDeleted => $"{Kind} of node {Node} on segment {Segment}",
            FaultKind.Priority => $"{Kind} of router {Segment} on node {Node} becomes {Argument}",
            FaultKind.Interval => $"{Kind} of router {Segment} on node {Node} becomes {Milliseconds(Argument)} ms",
            FaultKind.Preemption => $"{Kind} of node {Node} becomes {Argument != 0}",
            FaultKind.TrackDown => $"{Kind}: check of node {Node}",
            _ => $"{Kind} of node {Node}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"#{Number} {Milliseconds(Start)} ms to {Milliseconds(End)} ms: {what}");
    }

    private static string Milliseconds(long ticks) => ((double)ticks / TimeSpan.TicksPerMillisecond).ToString("0.####", CultureInfo.InvariantCulture);
}
