using System.Text;
using System.Text.RegularExpressions;

namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>Finds the files of an include as glob(3) does: *, ?, [class] in any part of the path, and {a,b} alternatives.</summary>
internal static class GlobPattern
{
    /// <summary>Matches in sorted order for each alternative; <paramref name="hasWildcard"/> tells whether none is an error.</summary>
    public static List<string> Find(string pattern, string baseDirectory, out bool hasWildcard)
    {
        var matches = new List<string>();
        hasWildcard = false;
        foreach (string alternative in ExpandBraces(pattern))
        {
            hasWildcard |= IsWildcard(alternative);
            bool rooted = alternative.StartsWith('/');
            string[] parts = alternative.Split('/', StringSplitOptions.RemoveEmptyEntries);
            IEnumerable<string> found = [rooted ? "/" : baseDirectory];
            foreach (string part in parts)
            {
                found = found.SelectMany(directory => Step(directory, part));
            }

            matches.AddRange(found.Where(path => File.Exists(path) || Directory.Exists(path)).Order(StringComparer.Ordinal));
        }

        return matches;
    }

    /// <summary>The alternatives of a pattern with braces, in the order written.</summary>
    internal static IEnumerable<string> ExpandBraces(string pattern)
    {
        int open = pattern.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return [pattern];
        }

        var alternatives = new List<string>();
        int depth = 0;
        int start = open + 1;
        for (int i = open; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '{':
                    depth++;
                    break;
                case ',' when depth == 1:
                    alternatives.Add(pattern[start..i]);
                    start = i + 1;
                    break;
                case '}' when --depth == 0:
                    alternatives.Add(pattern[start..i]);
                    string head = pattern[..open];
                    string tail = pattern[(i + 1)..];
                    return alternatives.SelectMany(middle => ExpandBraces(head + middle + tail));
            }
        }

        return [pattern];
    }

    private static bool IsWildcard(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    private static IEnumerable<string> Step(string directory, string part)
    {
        if (!IsWildcard(part))
        {
            return [Path.Combine(directory, part)];
        }

        if (!Directory.Exists(directory))
        {
            return [];
        }

        var expression = new Regex(ToExpression(part), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        return Directory.EnumerateFileSystemEntries(directory)
            .Where(path => Path.GetFileName(path) is var name && (name[0] != '.' || part[0] == '.') && expression.IsMatch(name));
    }

    private static string ToExpression(string part)
    {
        var expression = new StringBuilder("^");
        for (int i = 0; i < part.Length; i++)
        {
            char c = part[i];
            int close = c == '[' ? part.IndexOf(']', Math.Min(i + 2, part.Length)) : -1;
            if (close > 0)
            {
                string set = part[(i + 1)..close];
                bool negated = set[0] is '!' or '^';
                string body = (negated ? set[1..] : set).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
                expression.Append('[').Append(negated ? "^" : string.Empty).Append(body).Append(']');
                i = close;
            }
            else
            {
                expression.Append(c switch
                {
                    '*' => ".*",
                    '?' => ".",
                    _ => Regex.Escape(c.ToString()),
                });
            }
        }

        return expression.Append('$').ToString();
    }
}
