using System.Globalization;
using System.Text;

namespace NginxHa.Topology.Diagram;

/// <summary>Draws a topology with characters: a box for each node, side by side while they fit.</summary>
internal static class TextDiagram
{
    private const int Gap = 2;

    public static string Draw(DiagramModel model, int width, bool ascii)
    {
        Strokes strokes = ascii ? Strokes.Ascii : Strokes.Lines;
        List<string[]> boxes = [.. model.Nodes.Select(node => Box(node, model, strokes))];
        var text = new StringBuilder(model.Title).Append('\n');
        int next = 0;
        while (next < boxes.Count)
        {
            var row = new List<string[]>();
            int used = 0;
            while (next < boxes.Count && (row.Count == 0 || used + Gap + boxes[next][0].Length <= width))
            {
                used += (row.Count == 0 ? 0 : Gap) + boxes[next][0].Length;
                row.Add(boxes[next++]);
            }

            text.Append('\n');
            AppendRow(text, row);
        }

        return text.Append('\n').Append(strokes.Owner).Append(" owner while all are well   ").Append(strokes.Standby).Append(" stands by; the highest priority takes over\n").ToString();
    }

    private static void AppendRow(StringBuilder text, List<string[]> row)
    {
        int height = row.Max(box => box.Length);
        for (int line = 0; line < height; line++)
        {
            IEnumerable<string> parts = row.Select(box => line < box.Length ? box[line] : new string(' ', box[0].Length));
            text.Append(string.Join(new string(' ', Gap), parts).TrimEnd()).Append('\n');
        }
    }

    private static string[] Box(DiagramNode node, DiagramModel model, Strokes strokes)
    {
        List<string> head = [node.Name, string.Join("  ", node.Details)];
        List<string> body = [];
        foreach (DiagramRouter router in model.Routers)
        {
            if (router.PriorityOf(node.Name) is byte priority)
            {
                char mark = router.Owner == node.Name ? strokes.Owner : strokes.Standby;
                body.Add(string.Create(CultureInfo.InvariantCulture, $"{mark} {router.Id}  priority {priority}"));
                body.AddRange(router.Addresses.Select(address => "    " + address));
            }
        }

        int inner = head.Concat(body).Max(line => line.Length);
        string Rule(char left, char right) => left + new string(strokes.Horizontal, inner + 2) + right;
        string Line(string content) => $"{strokes.Vertical} {content.PadRight(inner)} {strokes.Vertical}";
        return
        [
            Rule(strokes.TopLeft, strokes.TopRight),
            .. head.Select(Line),
            Rule(strokes.MiddleLeft, strokes.MiddleRight),
            .. body.Select(Line),
            Rule(strokes.BottomLeft, strokes.BottomRight),
        ];
    }

    private sealed record Strokes(char TopLeft, char TopRight, char MiddleLeft, char MiddleRight, char BottomLeft, char BottomRight, char Horizontal, char Vertical, char Owner, char Standby)
    {
        public static Strokes Lines { get; } = new('\u250c', '\u2510', '\u251c', '\u2524', '\u2514', '\u2518', '\u2500', '\u2502', '\u25cf', '\u25cb');

        public static Strokes Ascii { get; } = new('+', '+', '+', '+', '+', '+', '-', '|', '*', 'o');
    }
}
