using System.Collections;
using System.Management.Automation.Language;

namespace NginxHa.Tests.ModuleTests;

public class ManifestTests
{
    private static readonly Hashtable Manifest = Read();

    [Fact]
    public void FunctionsToExport_is_left_out_so_that_DSC_finds_the_resources()
    {
        // With functions, cmdlets and aliases all explicit, Get-Module -ListAvailable returns before it reads classes.
        Assert.False(Manifest.ContainsKey("FunctionsToExport"));
        Assert.True(Manifest.ContainsKey("CmdletsToExport"));
        Assert.True(Manifest.ContainsKey("AliasesToExport"));
        Assert.True(Manifest.ContainsKey("DscResourcesToExport"));
    }

    [Fact]
    public void Root_module_is_the_script_and_there_are_no_nested_modules()
    {
        Assert.Equal("NginxHa.psm1", Manifest["RootModule"]);
        Assert.False(Manifest.ContainsKey("NestedModules"));
    }

    [Theory]
    [InlineData("CmdletsToExport")]
    [InlineData("DscResourcesToExport")]
    public void Exports_are_named_one_by_one_in_order(string key)
    {
        string[] names = [.. ((object[])Manifest[key]!).Cast<string>()];
        Assert.DoesNotContain(names, name => name.Contains('*'));
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void Version_is_that_of_the_assemblies()
    {
        string version = System.Reflection.AssemblyName.GetAssemblyName(Path.Combine(Repository.Module, "HaCmdlets.dll")).Version!.ToString(3);
        Assert.Equal(version, Manifest["ModuleVersion"]);
    }

    private static Hashtable Read()
    {
        ScriptBlockAst ast = Parser.ParseFile(Repository.Manifest, out _, out ParseError[] errors);
        Assert.Empty(errors);
        return (Hashtable)ast.Find(node => node is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
    }
}
