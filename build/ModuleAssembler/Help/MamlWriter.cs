using System.Management.Automation;
using System.Text;
using System.Xml.Linq;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NginxHa.Build.Help;

/// <summary>Writes the help file that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help file's content.</summary>
    /// <param name="topics">Each cmdlet with its page.</param>
    public static byte[] Write(IEnumerable<(HelpPage Page, CmdletModel Cmdlet)> topics)
    {
        var root = new XElement(Msh + "helpItems", new XAttribute("schema", "maml"));
        root.Add(topics.Select(topic => Topic(topic.Page, topic.Cmdlet)));
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
        {
            new XDocument(root).Save(writer);
        }

        return stream.ToArray();
    }

    private static XElement Topic(HelpPage page, CmdletModel cmdlet)
    {
        string[] name = cmdlet.Name.Split('-', 2);
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", name[0]),
                new XElement(Command + "noun", name[1]),
                Description(page.Synopsis)),
            Description(page.Description),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => SyntaxItem(page, cmdlet, set))),
            new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Parameter(page, parameter, parameter.Attribute.Mandatory, parameter.Position))),
            new XElement(Command + "inputTypes", page.Inputs.Select(input => Value(Command + "inputType", input))),
            new XElement(Command + "returnValues", page.Outputs.Select(output => Value(Command + "returnValue", output))),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", Links(page.RelatedLinks)));
    }

    private static XElement SyntaxItem(HelpPage page, CmdletModel cmdlet, CommandParameterSetInfo set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        set.Parameters
            .Select(parameter => (Info: parameter, Model: cmdlet.Parameters.FirstOrDefault(model => model.Name == parameter.Name)))
            .Where(parameter => parameter.Model is not null)
            .OrderBy(parameter => parameter.Info.Position < 0 ? int.MaxValue : parameter.Info.Position)
            .Select(parameter => Parameter(
                page,
                parameter.Model!,
                parameter.Info.IsMandatory,
                parameter.Info.Position < 0 ? "Named" : parameter.Info.Position.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    private static XElement Parameter(HelpPage page, ParameterModel parameter, bool mandatory, string position) => new(
        Command + "parameter",
        new XAttribute("required", mandatory ? "true" : "false"),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
        new XAttribute("pipelineInput", parameter.PipelineInput),
        new XAttribute("position", position.ToLowerInvariant()),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(Maml + "name", parameter.Name),
        new XElement(Maml + "Description", Paragraphs(page.Parameters.GetValueOrDefault(parameter.Name) ?? string.Empty)),
        parameter.IsSwitch
            ? null
            : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), parameter.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", page.DefaultOf(parameter)));

    private static XElement Value(XName name, (string Title, string Text) value) => new(
        name,
        new XElement(Dev + "type", new XElement(Maml + "name", value.Title)),
        Description(value.Text));

    private static XElement Example((string Title, string Text) example)
    {
        FencedCodeBlock[] codes = [.. Markdown.Parse(example.Text).OfType<FencedCodeBlock>()];
        string first = codes.FirstOrDefault()?.Lines.ToString() ?? string.Empty;
        IEnumerable<string> remarks = PlainText.Paragraphs(example.Text);
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"---------- {example.Title} ----------"),
            new XElement(Dev + "code", first),
            // The first block is the code; what follows it, more code included, explains it.
            new XElement(Dev + "remarks", Paragraphs((codes.Length > 0 ? remarks.Where(text => text != first) : remarks).Append(string.Empty))));
    }

    private static IEnumerable<XElement> Links(string markdown) => Markdown.Parse(markdown)
        .Descendants<LinkInline>()
        .Select(link => new XElement(
            Maml + "navigationLink",
            new XElement(Maml + "linkText", PlainText.Inlines(link)),
            new XElement(Maml + "uri", link.Url?.StartsWith("http", StringComparison.Ordinal) == true ? link.Url : string.Empty)));

    private static XElement Description(string markdown) => new(Maml + "description", Paragraphs(markdown));

    private static IEnumerable<XElement> Paragraphs(string markdown) => Paragraphs(PlainText.Paragraphs(markdown));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(paragraph => new XElement(Maml + "para", paragraph));
}
