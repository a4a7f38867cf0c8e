using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NginxHa.Build.Help;

/// <summary>Markdown as the plain text that a terminal shows.</summary>
internal static class PlainText
{
    private const int Width = 100;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePreciseSourceLocation().Build();

    /// <summary>The paragraphs of a piece of Markdown.</summary>
    public static IReadOnlyList<string> Paragraphs(string markdown) =>
        [.. Markdown.Parse(markdown, Pipeline).Select(block => Block(block, markdown)).Where(text => text.Length > 0)];

    /// <summary>A whole about_ topic, wrapped and indented as PowerShell's own are.</summary>
    public static string Topic(string markdown)
    {
        var text = new StringBuilder();
        foreach (Block block in Markdown.Parse(markdown, Pipeline))
        {
            if (block is HeadingBlock heading)
            {
                string title = Inlines(heading.Inline!);
                text.Append(heading.Level == 1 ? "TOPIC\n    " + title : heading.Level == 2 ? title.ToUpperInvariant() : "  " + title).Append("\n\n");
            }
            else if (Block(block, markdown) is { Length: > 0 } body)
            {
                bool fixedLines = block is CodeBlock || body.Contains('\n');
                foreach (string line in fixedLines ? body.Split('\n') : Wrap(body, Width - 4))
                {
                    text.Append("    ").Append(line).Append('\n');
                }

                text.Append('\n');
            }
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The text of a piece of Markdown without its markup.</summary>
    public static string Inlines(ContainerInline container)
    {
        var text = new StringBuilder();
        foreach (Inline inline in container)
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                AutolinkInline link => link.Url,
                LinkInline link when IsExternal(link.Url) => $"{Inlines(link)} ({link.Url})",
                ContainerInline nested => Inlines(nested),
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                _ => string.Empty,
            });
        }

        return text.ToString();
    }

    private static bool IsExternal(string? url) => url?.StartsWith("http", StringComparison.Ordinal) == true;

    private static string Block(Block block, string markdown) => block switch
    {
        Markdig.Extensions.Yaml.YamlFrontMatterBlock => string.Empty,
        CodeBlock code => code.Lines.ToString().TrimEnd('\n'),
        // A table is legible as it was typed.
        ParagraphBlock paragraph when markdown[paragraph.Span.Start] == '|' => markdown[paragraph.Span.Start..(paragraph.Span.End + 1)],
        LeafBlock { Inline: { } inline } => Inlines(inline),
        ListBlock list => string.Join('\n', list.Cast<ListItemBlock>().Select((item, index) => Item(list, item, index, markdown))),
        ContainerBlock container => string.Join('\n', container.Select(child => Block(child, markdown))),
        _ => string.Empty,
    };

    private static string Item(ListBlock list, ListItemBlock item, int index, string markdown)
    {
        string mark = list.IsOrdered ? $"{index + 1}. " : "- ";
        IEnumerable<string> lines = item
            .SelectMany(child => child is ParagraphBlock ? Wrap(Block(child, markdown), Width - 6) : Block(child, markdown).Split('\n'));
        return mark + string.Join("\n" + new string(' ', mark.Length), lines);
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
