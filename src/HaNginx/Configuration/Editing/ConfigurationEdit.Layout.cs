namespace NginxHa.Nginx.Configuration;

/// <summary>How the surroundings of a change are laid out.</summary>
public sealed partial class ConfigurationEdit
{
    /// <summary>The offset of the first of the blanks and tabs directly before an offset.</summary>
    private int BlanksBefore(int offset) => Text[..offset].LastIndexOfAnyExcept(" \t"u8) + 1;

    private bool IsLineStart(int offset) =>
        offset == 0 || Text[offset - 1] == '\n' || (offset == 3 && File.HasByteOrderMark);

    /// <summary>The offset of the line end when only blanks and a comment come before it; null when more does.</summary>
    private int? RestOfLine(int offset)
    {
        ReadOnlySpan<byte> rest = Text[offset..];
        int used = rest.IndexOfAnyExcept(" \t"u8);
        if (used < 0)
        {
            return Text.Length;
        }

        if (rest[used] == '#')
        {
            int lineEnd = rest.IndexOf((byte)'\n');
            lineEnd = lineEnd < 0 ? rest.Length : lineEnd;
            return offset + (rest[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd);
        }

        return rest[used] == '\n' || (rest[used] == '\r' && used + 1 < rest.Length && rest[used + 1] == '\n')
            ? offset + used
            : null;
    }

    private int AfterLineEnd(int lineEnd)
    {
        int feed = Text[lineEnd..].IndexOf((byte)'\n');
        return feed < 0 ? Text.Length : lineEnd + feed + 1;
    }

    /// <summary>The blanks before the first word in the line of a directive.</summary>
    private string IndentationOf(ConfigurationDirective directive)
    {
        int lineStart = Text[..directive.Start].LastIndexOf((byte)'\n') + 1;
        if (lineStart == 0 && File.HasByteOrderMark)
        {
            lineStart = 3;
        }

        int used = Text[lineStart..].IndexOfAnyExcept(" \t"u8);
        return File.Decode(lineStart, used);
    }

    /// <summary>By how much the file indents: taken from the first directive of a block that has a line of its own.</summary>
    private string IndentationUnit()
    {
        foreach (ConfigurationDirective block in File.Directives)
        {
            foreach (ConfigurationDirective child in block.Children)
            {
                if (child.Line != block.Line && IndentationOf(child) is { Length: > 0 } unit)
                {
                    return unit;
                }
            }
        }

        return "    ";
    }

    private string Indented(string lines, string indentation) =>
        string.Join(File.NewLine, lines.Split('\n').Select(line => line.Length == 0 ? line : indentation + line));

    private static string OneLine(string lines) =>
        string.Join(' ', lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
