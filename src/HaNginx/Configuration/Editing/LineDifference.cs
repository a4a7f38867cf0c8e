namespace NginxHa.Nginx.Configuration;

/// <summary>The shortest way from one list of lines to another (Myers, "An O(ND) Difference Algorithm", 1986).</summary>
internal static class LineDifference
{
    /// <summary>
    /// Beyond this many changed lines nobody looks for the shortest way, and the search would take time and memory
    /// of its square: then all that lies between the first and the last difference is one change.
    /// </summary>
    private const int MaximumDistance = 1500;

    public static List<LineChange> Find(string[] before, string[] after)
    {
        int prefix = 0;
        int shorter = Math.Min(before.Length, after.Length);
        while (prefix < shorter && before[prefix] == after[prefix])
        {
            prefix++;
        }

        int suffix = 0;
        while (suffix < shorter - prefix && before[^(suffix + 1)] == after[^(suffix + 1)])
        {
            suffix++;
        }

        int oldCount = before.Length - prefix - suffix;
        int newCount = after.Length - prefix - suffix;
        var changes = new List<LineChange>();
        if (oldCount == 0 || newCount == 0)
        {
            if (oldCount + newCount > 0)
            {
                changes.Add(new LineChange(prefix, prefix + oldCount, prefix, prefix + newCount));
            }

            return changes;
        }

        List<int[]>? trace = Search(before.AsSpan(prefix, oldCount), after.AsSpan(prefix, newCount));
        if (trace is null)
        {
            return [new LineChange(prefix, prefix + oldCount, prefix, prefix + newCount)];
        }

        return Backtrack(trace, oldCount, newCount, prefix);
    }

    /// <summary>For each number of changes the furthest old line reached on each diagonal; null when it takes too many.</summary>
    private static List<int[]>? Search(ReadOnlySpan<string> before, ReadOnlySpan<string> after)
    {
        var trace = new List<int[]>();
        int[] previous = [];
        for (int distance = 0; distance <= MaximumDistance; distance++)
        {
            int[] furthest = new int[(2 * distance) + 1];
            trace.Add(furthest);
            for (int diagonal = -distance; diagonal <= distance; diagonal += 2)
            {
                int x = distance == 0 ? 0 : StepFrom(previous, distance, diagonal).X;
                int y = x - diagonal;
                while (x < before.Length && y >= 0 && y < after.Length && before[x] == after[y])
                {
                    x++;
                    y++;
                }

                furthest[diagonal + distance] = x;
                if (x >= before.Length && y >= after.Length)
                {
                    return trace;
                }
            }

            previous = furthest;
        }

        return null;
    }

    /// <summary>Where the last change came from: a line inserted (from the diagonal above) or removed (from below).</summary>
    private static (int X, bool Inserted) StepFrom(int[] previous, int distance, int diagonal)
    {
        int offset = distance - 1;
        int above = diagonal + 1 <= offset ? previous[diagonal + 1 + offset] : -1;
        int below = diagonal - 1 >= -offset ? previous[diagonal - 1 + offset] : -1;
        bool inserted = diagonal == -distance || (diagonal != distance && below < above);
        return inserted ? (above, true) : (below + 1, false);
    }

    private static List<LineChange> Backtrack(List<int[]> trace, int oldCount, int newCount, int prefix)
    {
        var changes = new List<LineChange>();
        int x = oldCount;
        int y = newCount;
        for (int distance = trace.Count - 1; distance > 0; distance--)
        {
            (int startX, bool inserted) = StepFrom(trace[distance - 1], distance, x - y);
            int startY = startX - (x - y);
            int oldX = inserted ? startX : startX - 1;
            int oldY = inserted ? startY - 1 : startY;
            var change = new LineChange(prefix + oldX, prefix + startX, prefix + oldY, prefix + startY);
            if (changes.Count > 0 && changes[^1].OldStart == change.OldEnd && changes[^1].NewStart == change.NewEnd)
            {
                changes[^1] = changes[^1] with { OldStart = change.OldStart, NewStart = change.NewStart };
            }
            else
            {
                changes.Add(change);
            }

            (x, y) = (oldX, oldY);
        }

        changes.Reverse();
        return changes;
    }
}
