using NginxHa.Topology.Diagram;

namespace NginxHa.Topology;

/// <summary>Draws topologies.</summary>
public static class TopologyDiagram
{
    /// <summary>A drawing in characters, for a terminal.</summary>
    /// <param name="topology">A topology without errors.</param>
    /// <param name="width">Characters a line, 40 or more.</param>
    /// <param name="ascii">Plain ASCII instead of box-drawing characters.</param>
    public static string ToText(HaTopology topology, int width = 100, bool ascii = false)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return TextDiagram.Draw(DiagramModel.Of(topology), Math.Max(width, 40), ascii);
    }

    /// <summary>A drawing in SVG.</summary>
    /// <param name="topology">A topology without errors.</param>
    public static string ToSvg(HaTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return SvgDiagram.Draw(DiagramModel.Of(topology));
    }
}
