using System.Xml.Linq;
using NginxHa.Topology;
using static NginxHa.Tests.Unit.Topology.TopologyDerivationTests;

namespace NginxHa.Tests.Unit.Topology;

public sealed class TopologyDiagramTests
{
    private static readonly HaTopology _pair = Cluster(TopologyMode.DualMaster, 2, Ip("192.0.2.100"), Ip("192.0.2.101"));

    [Fact]
    public void A_pair_fits_side_by_side() => Assert.Equal(
        """
        web (DualMaster)

        ┌─────────────────────────┐  ┌─────────────────────────┐
        │ node1                   │  │ node2                   │
        │ eth0  192.0.2.1         │  │ eth0  192.0.2.2         │
        ├─────────────────────────┤  ├─────────────────────────┤
        │ ● VRID 51  priority 150 │  │ ○ VRID 51  priority 100 │
        │     192.0.2.100/24      │  │     192.0.2.100/24      │
        │ ○ VRID 52  priority 100 │  │ ● VRID 52  priority 150 │
        │     192.0.2.101/24      │  │     192.0.2.101/24      │
        └─────────────────────────┘  └─────────────────────────┘

        ● owner while all are well   ○ stands by; the highest priority takes over

        """,
        TopologyDiagram.ToText(_pair));

    [Fact]
    public void A_narrow_terminal_gets_one_below_the_other_and_ascii_on_request()
    {
        string[] lines = TopologyDiagram.ToText(_pair, width: 40, ascii: true).Split('\n');
        Assert.True(lines.SkipLast(2).All(line => line.Length <= 40));
        Assert.All(lines, line => Assert.True(line.All(char.IsAscii)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("| node", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_picture_has_every_node_router_and_priority()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement picture = XElement.Parse(TopologyDiagram.ToSvg(_pair with { Name = "a<b & \"c\"" }));
        string[] texts = [.. picture.Descendants(svg + "text").Select(text => text.Value)];
        Assert.Contains("a<b & \"c\" (DualMaster)", texts);
        Assert.All((string[])["node1", "node2", "VRID 51", "VRID 52", "192.0.2.100/24", "192.0.2.101/24"], text => Assert.Contains(text, texts));
        Assert.Equal(2, texts.Count(text => text == "150"));
        Assert.Equal((2, 2), (Lines("owner"), Lines("standby")));

        int Lines(string kind) => picture.Descendants(svg + "line").Count(line => (string?)line.Attribute("class") == kind);
    }

    [Fact]
    public void Instances_of_one_node_are_drawn_too() => Assert.Contains(
        "VRID 51",
        TopologyDiagram.ToText(new HaTopology { Instances = TopologyDerivation.Derive(_pair, "node1").Instances }),
        StringComparison.Ordinal);
}
