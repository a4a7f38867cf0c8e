using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NginxHa.Build.Help;

/// <summary>Reads a cmdlet's page (the layout that platyPS writes).</summary>
internal static class HelpPageReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePreciseSourceLocation().Build();

    public static HelpPage Read(string path) => Parse(File.ReadAllText(path).ReplaceLineEndings("\n"), path);

    /// <summary>Reads a page.</summary>
    /// <param name="text">The page, with \n at line ends.</param>
    /// <param name="path">Its path, for errors.</param>
    public static HelpPage Parse(string text, string path)
    {
        MarkdownDocument document = Markdown.Parse(text, Pipeline);
        HeadingBlock[] headings = [.. document.OfType<HeadingBlock>()];
        HeadingBlock first = headings.FirstOrDefault(heading => heading.Level == 1)
            ?? throw new AssemblyException(path, 1, "The page has no heading with the cmdlet's name.");
        var page = new HelpPage { Name = Title(first) };
        string section = string.Empty;
        for (int index = Array.IndexOf(headings, first) + 1; index < headings.Length; index++)
        {
            HeadingBlock heading = headings[index];
            int end = index + 1 < headings.Length ? headings[index + 1].Span.Start : text.Length;
            string body = text[(heading.Span.End + 1)..end].Trim('\n');
            if (heading.Level == 2)
            {
                section = Title(heading).ToUpperInvariant();
            }

            Store(page, section, heading, body, document, path);
        }

        return page;
    }

    private static void Store(HelpPage page, string section, HeadingBlock heading, string body, MarkdownDocument document, string path)
    {
        string title = Title(heading);
        switch (section, heading.Level)
        {
            case ("SYNOPSIS", 2):
                page.Synopsis = body;
                break;
            case ("DESCRIPTION", 2):
                page.Description = body;
                break;
            case ("NOTES", 2):
                page.Notes = body;
                break;
            case ("RELATED LINKS", 2):
                page.RelatedLinks = body;
                break;
            case ("EXAMPLES", 3):
                page.Examples.Add((title, body));
                break;
            case ("INPUTS", 3):
                page.Inputs.Add((title, body));
                break;
            case ("OUTPUTS", 3):
                page.Outputs.Add((title, body));
                break;
            case ("PARAMETERS", 3) when title != "CommonParameters":
                StoreParameter(page, title.TrimStart('-'), heading, body, document);
                break;
            case ("EXAMPLES" or "INPUTS" or "OUTPUTS" or "PARAMETERS", 2) when body.Length == 0:
            case ("PARAMETERS" or "SYNTAX", _):
                break;
            default:
                throw new AssemblyException(path, heading.Line + 1, $"The heading '{title}' or the text under it has no place in a cmdlet's page.");
        }
    }

    private static void StoreParameter(HelpPage page, string name, HeadingBlock heading, string body, MarkdownDocument document)
    {
        FencedCodeBlock? metadata = document
            .SkipWhile(block => block != heading)
            .Skip(1)
            .TakeWhile(block => block is not HeadingBlock)
            .OfType<FencedCodeBlock>()
            .LastOrDefault(block => block.Info == "yaml");
        if (metadata is not null)
        {
            body = body[..body.LastIndexOf("```yaml", StringComparison.Ordinal)].TrimEnd('\n');
            const string Key = "Default value:";
            string? line = metadata.Lines.ToString().Split('\n').FirstOrDefault(candidate => candidate.StartsWith(Key, StringComparison.Ordinal));
            if (line?[Key.Length..].Trim() is { Length: > 0 } value)
            {
                page.Defaults[name] = value;
            }
        }

        page.Parameters[name] = body;
    }

    private static string Title(HeadingBlock heading) =>
        string.Concat(heading.Inline!.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));
}
