using System.Globalization;
using System.Text;

namespace NginxHa.Nginx.Configuration;

/// <summary>The difference of two texts in the unified format of diff(1), for people to look at.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The difference; empty when there is none.</summary>
    /// <param name="before">Old bytes.</param>
    /// <param name="after">New bytes.</param>
    /// <param name="path">Path for the heading.</param>
    public static string Create(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, string path)
    {
        if (before.SequenceEqual(after))
        {
            return string.Empty;
        }

        string[] oldLines = SplitLines(before);
        string[] newLines = SplitLines(after);
        List<LineChange> changes = LineDifference.Find(oldLines, newLines);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- {path}\n+++ {path}\n");
        for (int i = 0; i < changes.Count;)
        {
            int last = i;
            while (last + 1 < changes.Count && changes[last + 1].OldStart - changes[last].OldEnd <= 2 * Context)
            {
                last++;
            }

            AppendHunk(text, oldLines, newLines, changes.GetRange(i, last - i + 1));
            i = last + 1;
        }

        return text.ToString();
    }

    private static void AppendHunk(StringBuilder text, string[] oldLines, string[] newLines, List<LineChange> changes)
    {
        int lead = Math.Min(Context, changes[0].OldStart);
        int oldStart = changes[0].OldStart - lead;
        int newStart = changes[0].NewStart - lead;
        int tail = Math.Min(Context, oldLines.Length - changes[^1].OldEnd);
        int oldCount = changes[^1].OldEnd + tail - oldStart;
        int newCount = changes[^1].NewEnd + tail - newStart;
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(oldStart, oldCount)} +{Range(newStart, newCount)} @@\n");
        int position = oldStart;
        foreach (LineChange change in changes)
        {
            AppendLines(text, ' ', oldLines, position, change.OldStart);
            AppendLines(text, '-', oldLines, change.OldStart, change.OldEnd);
            AppendLines(text, '+', newLines, change.NewStart, change.NewEnd);
            position = change.OldEnd;
        }

        AppendLines(text, ' ', oldLines, position, position + tail);
    }

    private static string Range(int start, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? start : start + 1)},{count}");

    private static void AppendLines(StringBuilder text, char mark, string[] lines, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            string line = lines[i];
            text.Append(mark).Append(line.AsSpan().TrimEnd("\r\n")).Append('\n');
            if (!line.EndsWith('\n'))
            {
                text.Append("\\ No newline at end of file\n");
            }
        }
    }

    /// <summary>The lines, each with its line end, so that a changed line end is a change.</summary>
    private static string[] SplitLines(ReadOnlySpan<byte> text)
    {
        var lines = new List<string>();
        while (!text.IsEmpty)
        {
            int length = text.IndexOf((byte)'\n') is var feed and >= 0 ? feed + 1 : text.Length;
            lines.Add(Encoding.UTF8.GetString(text[..length]));
            text = text[length..];
        }

        return [.. lines];
    }
}
