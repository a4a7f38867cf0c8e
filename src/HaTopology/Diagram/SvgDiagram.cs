using System.Globalization;
using System.Xml.Linq;

namespace NginxHa.Topology.Diagram;

/// <summary>Draws a topology as SVG: virtual routers above, nodes below, a line for each priority; readable on light and dark ground.</summary>
internal static class SvgDiagram
{
    private const int BoxWidth = 240;
    private const int Spacing = 40;
    private const int LineHeight = 18;
    private const int Margin = 24;
    private const int LinkHeight = 130;

    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    public static string Draw(DiagramModel model)
    {
        int columns = Math.Max(Math.Max(model.Nodes.Count, model.Routers.Count), 1);
        int width = (2 * Margin) + (columns * BoxWidth) + ((columns - 1) * Spacing);
        int routerHeight = BoxHeight(model.Routers.Select(router => router.Addresses.Count + 2));
        int nodeHeight = BoxHeight(model.Nodes.Select(node => node.Details.Count + 1));
        int routerTop = Margin + (2 * LineHeight);
        int nodeTop = routerTop + routerHeight + LinkHeight;
        int height = nodeTop + nodeHeight + Margin;

        var picture = new XElement(
            _svg + "svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XElement(_svg + "title", model.Title),
            new XElement(_svg + "style", Style),
            Text(width / 2, Margin + LineHeight - 6, model.Title, "title"));
        picture.Add(Links(model, width, routerTop + routerHeight, nodeTop));
        for (int i = 0; i < model.Routers.Count; i++)
        {
            DiagramRouter router = model.Routers[i];
            picture.Add(Box(Left(i, model.Routers.Count, width), routerTop, routerHeight, "router", [router.Name, router.Id, .. router.Addresses]));
        }

        for (int i = 0; i < model.Nodes.Count; i++)
        {
            picture.Add(Box(Left(i, model.Nodes.Count, width), nodeTop, nodeHeight, "node", [model.Nodes[i].Name, .. model.Nodes[i].Details]));
        }

        return picture + "\n";
    }

    private const string Style = """
        text { font: 13px system-ui, sans-serif; fill: #1f2328; text-anchor: middle; }
        .title { font-size: 16px; font-weight: 600; }
        .name { font-weight: 600; }
        .router { fill: #ddf4ff; stroke: #0969da; }
        .node { fill: #f6f8fa; stroke: #57606a; }
        .owner { stroke: #1a7f37; stroke-width: 3; }
        .standby { stroke: #8c959f; stroke-width: 1.5; stroke-dasharray: 5 4; }
        .plate { fill: #ffffff; stroke: none; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; } .router { fill: #0c2d6b; } .node { fill: #21262d; } .plate { fill: #0d1117; }
        }
        """;

    private static int BoxHeight(IEnumerable<int> lines) => (lines.DefaultIfEmpty(1).Max() * LineHeight) + LineHeight;

    /// <summary>Boxes of a row are spread evenly over the width.</summary>
    private static int Left(int index, int count, int width)
    {
        int row = (count * BoxWidth) + ((count - 1) * Spacing);
        return ((width - row) / 2) + (index * (BoxWidth + Spacing));
    }

    private static IEnumerable<XElement> Links(DiagramModel model, int width, int top, int bottom)
    {
        var lines = new List<XElement>();
        var labels = new List<XElement>();
        for (int r = 0; r < model.Routers.Count; r++)
        {
            DiagramRouter router = model.Routers[r];
            for (int n = 0; n < model.Nodes.Count; n++)
            {
                if (router.PriorityOf(model.Nodes[n].Name) is not byte priority)
                {
                    continue;
                }

                int fromX = Left(r, model.Routers.Count, width) + (BoxWidth / 2);
                int toX = Left(n, model.Nodes.Count, width) + (BoxWidth / 2);
                lines.Add(new XElement(
                    _svg + "line",
                    new XAttribute("class", router.Owner == model.Nodes[n].Name ? "owner" : "standby"),
                    new XAttribute("x1", fromX),
                    new XAttribute("y1", top),
                    new XAttribute("x2", toX),
                    new XAttribute("y2", bottom)));

                // Near the node, where the lines of different routers are apart.
                int x = fromX + ((toX - fromX) * 7 / 10);
                int y = top + ((bottom - top) * 7 / 10);
                labels.Add(new XElement(_svg + "rect", new XAttribute("class", "plate"), new XAttribute("x", x - 16), new XAttribute("y", y - 10), new XAttribute("width", 32), new XAttribute("height", 16)));
                labels.Add(Text(x, y + 3, priority.ToString(CultureInfo.InvariantCulture), null));
            }
        }

        return lines.Concat(labels);
    }

    private static XElement Box(int left, int top, int height, string kind, IReadOnlyList<string> lines)
    {
        var group = new XElement(
            _svg + "g",
            new XElement(_svg + "rect", new XAttribute("class", kind), new XAttribute("x", left), new XAttribute("y", top), new XAttribute("width", BoxWidth), new XAttribute("height", height), new XAttribute("rx", 6)));
        for (int i = 0; i < lines.Count; i++)
        {
            group.Add(Text(left + (BoxWidth / 2), top + ((i + 1) * LineHeight) + 4, lines[i], i == 0 ? "name" : null));
        }

        return group;
    }

    private static XElement Text(int x, int y, string content, string? kind) => new(
        _svg + "text",
        kind is null ? null : new XAttribute("class", kind),
        new XAttribute("x", x),
        new XAttribute("y", y),
        content);
}
