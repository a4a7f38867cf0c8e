using System.Text;
using System.Xml.Linq;
using NginxHa.Build;
using NginxHa.Build.Help;

namespace NginxHa.Tests.ModuleTests.Help;

public class HelpGenerationTests
{
    private static readonly CmdletModel Cmdlet = CmdletModel.Of(typeof(SampleCommand));

    [Fact]
    public void New_page_has_every_parameter_and_says_what_is_to_be_written()
    {
        string text = HelpPageWriter.Write(new HelpPage { Name = "Test-Sample" }, Cmdlet);
        Assert.Equal(
            ["### -Confirm", "### -Id", "### -Kind", "### -Name", "### -Priority", "### -Quiet", "### -WhatIf"],
            text.Split('\n').Where(line => line.StartsWith("### -", StringComparison.Ordinal)));
        Assert.Contains(HelpPage.Unwritten, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_come_from_the_cmdlet()
    {
        string text = HelpPageWriter.Write(new HelpPage { Name = "Test-Sample" }, Cmdlet);
        Assert.Contains("### ByName (Default)\n\n```\nTest-Sample [-Name] <string[]>", text, StringComparison.Ordinal);
        Assert.Contains(
            """
            ```yaml
            Type: String[]
            Parameter Sets: ByName
            Aliases: Label

            Required: True
            Position: 0
            Default value: None
            Accept pipeline input: True (ByValue, ByPropertyName)
            Accept wildcard characters: True
            ```
            """,
            text,
            StringComparison.Ordinal);
        Assert.Contains("Accepted values: One, Two", text, StringComparison.Ordinal);
        Assert.Contains("Default value: 100", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Prose_survives_an_update()
    {
        string written = HelpPageWriter.Write(Page(), Cmdlet);
        HelpPage read = HelpPageReader.Parse(written, "Test-Sample.md");
        Assert.Equal(Page().Synopsis, read.Synopsis);
        Assert.Equal(Page().Description, read.Description);
        Assert.Equal(Page().Examples, read.Examples);
        Assert.Equal("Which of **them**.", read.Parameters["Name"]);
        Assert.Equal("the lowest free one", read.Defaults["Id"]);
        Assert.Equal(written, HelpPageWriter.Write(read, Cmdlet));
    }

    [Theory]
    [InlineData(null, "100")]
    [InlineData("unchanged", "unchanged")]
    [InlineData("None", "None")]
    public void Default_is_what_the_page_says_and_at_first_what_the_cmdlet_holds(string? written, string expected)
    {
        HelpPage page = Page();
        if (written is not null)
        {
            page.Defaults["Priority"] = written;
        }

        Assert.Equal(expected, page.DefaultOf(Cmdlet.Parameters.Single(parameter => parameter.Name == "Priority")));
    }

    [Fact]
    public void Unknown_heading_is_refused_with_its_line()
    {
        AssemblyException error = Assert.Throws<AssemblyException>(
            () => HelpPageReader.Parse("# Test-Sample\n\n## SYNOPSIS\n\nText.\n\n## REMARKS\n\nText.\n", "Test-Sample.md"));
        Assert.Equal(7, error.Line);
    }

    [Fact]
    public void Help_file_holds_text_without_markup()
    {
        XDocument help = XDocument.Parse(Encoding.UTF8.GetString(MamlWriter.Write([(Page(), Cmdlet)])));
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10";
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        XNamespace dev = "http://schemas.microsoft.com/maml/dev/2004/10";
        XElement topic = Assert.Single(help.Root!.Elements());
        Assert.Equal("Test-Sample", topic.Element(command + "details")!.Element(command + "name")!.Value);
        Assert.Equal("Tests a sample, see Get-Sample.", topic.Element(command + "details")!.Element(maml + "description")!.Value);
        Assert.Equal(2, topic.Element(command + "syntax")!.Elements().Count());
        XElement name = topic.Element(command + "parameters")!.Elements().Single(element => element.Element(maml + "name")!.Value == "Name");
        Assert.Equal("Which of them.", name.Element(maml + "Description")!.Value);
        Assert.Equal("true", name.Attribute("globbing")!.Value);
        XElement example = topic.Element(command + "examples")!.Elements().Single();
        Assert.Equal("Test-Sample -Name a\nTest-Sample -Name b", example.Element(dev + "code")!.Value);
        Assert.Equal("Tests both.", example.Element(dev + "remarks")!.Value);
    }

    [Fact]
    public void About_topic_becomes_plain_text() => Assert.Equal(
        """
        TOPIC
            about_Sample

        SHORT DESCRIPTION

            What it is, in a word.

            - first thing
            - second thing

            a | b
              code stays

        """.ReplaceLineEndings("\n"),
        PlainText.Topic("# about_Sample\n\n## Short description\n\nWhat it *is*, in a `word`.\n\n- first\n  thing\n- second thing\n\n```\na | b\n  code stays\n```\n"));

    private static HelpPage Page() => new()
    {
        Name = "Test-Sample",
        Synopsis = "Tests a `sample`, see [Get-Sample](Get-Sample.md).",
        Description = "First paragraph.\n\n- a list\n- of two",
        Examples = { ("Example 1: both", "```powershell\nTest-Sample -Name a\nTest-Sample -Name b\n```\n\nTests both.") },
        Parameters = { ["Name"] = "Which of **them**." },
        Defaults = { ["Id"] = "the lowest free one" },
    };
}
