namespace NginxHa.Nginx.Configuration;

/// <summary>One part of a path with the wildcards of glob(7): *, ?, [abc], [a-z], [!a].</summary>
/// <remarks>A name that begins with a dot is matched only by a pattern that does, so a file kept beside an included one is not read.</remarks>
/// <param name="pattern">The pattern, without directory separators.</param>
internal sealed class GlobPattern(string pattern)
{
    public static bool IsPattern(ReadOnlySpan<char> path) => path.IndexOfAny("*?[") >= 0;

    /// <summary>Whether each part of a path matches that part of a pattern.</summary>
    public static bool IsPathMatch(string pattern, string path)
    {
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        string[] parts = pattern.Split(separators);
        string[] names = path.Split(separators);
        if (parts.Length != names.Length)
        {
            return false;
        }

        for (int i = 0; i < parts.Length; i++)
        {
            if (!new GlobPattern(parts[i]).IsMatch(names[i]))
            {
                return false;
            }
        }

        return true;
    }

    public bool IsMatch(ReadOnlySpan<char> name)
    {
        if (name.StartsWith(".") && !pattern.StartsWith('.'))
        {
            return false;
        }

        // On a mismatch only the last star has to give way, so this is at worst length times length.
        int p = 0;
        int n = 0;
        int afterStar = -1;
        int starAt = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                afterStar = ++p;
                starAt = n;
                continue;
            }

            int width = p < pattern.Length ? MatchOne(p, name[n]) : 0;
            if (width > 0)
            {
                p += width;
                n++;
            }
            else if (afterStar >= 0)
            {
                p = afterStar;
                n = ++starAt;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    /// <summary>How many characters of the pattern match this character of the name; 0 when they do not.</summary>
    private int MatchOne(int p, char c)
    {
        switch (pattern[p])
        {
            case '?':
                return 1;
            case '[' when EndOfSet(p) is var end and > 0:
                return InSet(p + 1, end, c) ? end + 1 - p : 0;
            case '\\' when p + 1 < pattern.Length && Path.DirectorySeparatorChar != '\\':
                return pattern[p + 1] == c ? 2 : 0;
            default:
                return pattern[p] == c ? 1 : 0;
        }
    }

    private int EndOfSet(int p)
    {
        int first = p + 1;
        if (first < pattern.Length && pattern[first] is '!' or '^')
        {
            first++;
        }

        // A bracket directly after the opening one is a member.
        return first + 1 < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
    }

    private bool InSet(int from, int to, char c)
    {
        bool negated = pattern[from] is '!' or '^';
        bool found = false;
        for (int i = negated ? from + 1 : from; i < to; i++)
        {
            if (i + 2 < to && pattern[i + 1] == '-')
            {
                found |= c >= pattern[i] && c <= pattern[i + 2];
                i += 2;
            }
            else
            {
                found |= c == pattern[i];
            }
        }

        return found != negated;
    }
}
