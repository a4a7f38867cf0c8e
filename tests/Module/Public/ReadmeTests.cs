using System.Text.RegularExpressions;
using NginxHa.Build.Help;

namespace NginxHa.Tests.ModuleTests;

public partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");
    private static readonly IReadOnlyList<CmdletModel> Cmdlets = CmdletModel.ReadAll(Path.Combine(Repository.Module, "HaCmdlets.dll"));

    [Fact]
    public void Table_lists_the_cmdlets_that_exist_with_their_synopsis() =>
        Assert.True(
            CmdletTable.Update(Text, Repository.PathOf("docs", "en-US"), Cmdlets) == Text,
            "The table is out of date; run: dotnet run --project build/ModuleAssembler -- help . output/NginxHa/HaCmdlets.dll");

    [Fact]
    public void Files_and_folders_that_it_names_exist()
    {
        string[] named = [.. FilePath().Matches(Text).Select(match => match.Value).Distinct()];
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(File.Exists(Repository.PathOf(path)) || Directory.Exists(Repository.PathOf(path)), path));
    }

    [Fact]
    public void Examples_call_cmdlets_with_parameters_that_exist()
    {
        foreach (Match line in CommandLine().Matches(Text))
        {
            CmdletModel? cmdlet = Cmdlets.SingleOrDefault(candidate => candidate.Name == line.Groups["name"].Value);
            if (cmdlet is null)
            {
                continue; // One of PowerShell's own.
            }

            string[] parameters = [.. ParameterName().Matches(line.Groups["rest"].Value).Select(match => match.Groups["name"].Value)];
            Assert.Empty(parameters.Except(cmdlet.Parameters.Select(parameter => parameter.Name)).Select(parameter => $"{cmdlet.Name} -{parameter}"));
        }
    }

    [GeneratedRegex(@"\b(?:src|docs|tests|examples|build|module|bench)/[\w./-]*\w")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"(?<name>[A-Z]\w+-[A-Z]\w+)(?<rest> [^\n|`]*)")]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"(?<= )-(?<name>[A-Z]\w+)")]
    private static partial Regex ParameterName();
}
