using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NginxHa.Build.Help;

namespace NginxHa.Tests.ModuleTests.Help;

public class ShippedHelpTests
{
    private static readonly IReadOnlyList<CmdletModel> Cmdlets = CmdletModel.ReadAll(Path.Combine(Repository.Module, "HaCmdlets.dll"));
    private static readonly string Pages = Repository.PathOf("docs", "en-US");
    private static readonly string Remedy = "dotnet run --project build/ModuleAssembler -- help . output/NginxHa/HaCmdlets.dll";

    [Fact]
    public void Every_cmdlet_has_a_page_whose_parameters_are_those_that_exist()
    {
        string[] stale = [.. Cmdlets
            .Select(cmdlet => HelpFolder.Render(Pages, cmdlet))
            .Where(page => !File.Exists(page.Path) || File.ReadAllText(page.Path).ReplaceLineEndings("\n") != page.Text)
            .Select(page => Path.GetFileName(page.Path))];
        Assert.True(stale.Length == 0, $"Missing or out of date (run: {Remedy}): {string.Join(", ", stale)}");
    }

    [Fact]
    public void Every_page_is_written_to_the_end()
    {
        string[] unwritten = [.. Directory.GetFiles(Pages, "*.md")
            .Where(path => File.ReadAllText(path).Contains("{{", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path))];
        Assert.Empty(unwritten);
    }

    [Fact]
    public void Every_page_is_of_a_cmdlet_that_exists_or_an_about_topic()
    {
        string[] names = [.. Directory.GetFiles(Pages, "*.md").Select(path => Path.GetFileNameWithoutExtension(path))];
        Assert.Empty(names.Where(name => !name.StartsWith("about_", StringComparison.Ordinal)).Except(Cmdlets.Select(cmdlet => cmdlet.Name)));
    }

    [Fact]
    public void GetHelp_knows_every_cmdlet_and_parameter()
    {
        using Runspace runspace = ModuleFixture.Open();
        foreach (CmdletModel cmdlet in Cmdlets)
        {
            PSObject help = Assert.Single(ModuleFixture.Invoke(runspace, "Get-Help -Name $args[0] -Full", cmdlet.Name));
            Assert.Equal($"MamlCommandHelpInfo#NginxHa#{cmdlet.Name}#FullView", help.TypeNames[0]);
            Assert.False(string.IsNullOrWhiteSpace(help.Properties["Synopsis"].Value.ToString()), cmdlet.Name);
            string[] described = [.. ModuleFixture.Invoke(runspace, """
                foreach ($parameter in (Get-Help -Name $args[0] -Full).parameters.parameter) {
                    if ($parameter.description) { $parameter.name }
                }
                """, cmdlet.Name).Select(name => name.ToString())];
            Assert.Equal(cmdlet.Parameters.Select(parameter => parameter.Name), described);
        }
    }
}
