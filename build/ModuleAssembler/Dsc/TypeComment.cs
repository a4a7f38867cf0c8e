using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace NginxHa.Build.Dsc;

/// <summary>What the comments of a class say: a summary, and a text for each property.</summary>
/// <param name="Summary">The class in a sentence.</param>
/// <param name="Properties">Texts of its comment-based help's .PARAMETER sections, by property.</param>
internal sealed partial record TypeComment(string Summary, IReadOnlyDictionary<string, string> Properties)
{
    public static TypeComment Of(TypeDefinitionAst type)
    {
        string comment = Before(type.Extent);
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string summary = string.Empty;
        Match[] sections = [.. SectionHeading().Matches(comment).Cast<Match>()];
        for (int index = 0; index < sections.Length; index++)
        {
            int start = sections[index].Index + sections[index].Length;
            string body = OneLine(comment[start..(index + 1 < sections.Length ? sections[index + 1].Index : comment.Length)]);
            switch (sections[index].Groups["key"].Value.ToUpperInvariant())
            {
                case "SYNOPSIS":
                    summary = body;
                    break;
                case "PARAMETER":
                    properties[sections[index].Groups["name"].Value] = body;
                    break;
            }
        }

        return new TypeComment(sections.Length > 0 ? summary : OneLine(comment), properties);
    }

    /// <summary>The text of the comment that stands directly above a definition, on one line.</summary>
    public static string Above(IScriptExtent extent) => OneLine(Before(extent));

    private static string Before(IScriptExtent extent)
    {
        string script = extent.StartScriptPosition.GetFullScript() ?? string.Empty;
        string before = script[..extent.StartOffset].TrimEnd(' ', '\t');
        if (before.EndsWith("#>\n", StringComparison.Ordinal))
        {
            int open = before.LastIndexOf("<#", StringComparison.Ordinal);
            return before[(open + 2)..^3];
        }

        IEnumerable<string> lines = Enumerable.Reverse(before.TrimEnd('\n').Split('\n'))
            .Select(line => line.Trim())
            .TakeWhile(line => line.StartsWith('#'))
            .Reverse();
        return before.EndsWith('\n') ? string.Join('\n', lines.Select(line => line.TrimStart('#'))) : string.Empty;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^[ \t]*\.(?<key>[A-Z]+)(?:[ \t]+(?<name>\S+))?[ \t]*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex SectionHeading();
}
