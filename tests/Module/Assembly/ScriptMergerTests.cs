using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NginxHa.Build;
using NginxHa.Build.Script;

namespace NginxHa.Tests.ModuleTests.Assembly;

public sealed class ScriptMergerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Using_comes_first_and_once_then_enums_then_base_classes_then_the_rest_then_the_root_module()
    {
        MergedScript merged = Merge("Set-Variable -Name marker -Value 1", SampleClasses.Resource, SampleClasses.Base, SampleClasses.Enum);

        string[] order = ["using namespace", "enum SampleEnsure", "class SampleBase", "class SampleRouter", "Set-Variable"];
        int[] places = [.. order.Select(text => merged.Text.IndexOf(text, StringComparison.Ordinal))];
        Assert.Equal(places.Order(), places);
        Assert.Equal(0, places[0]);
        Assert.Equal(0, merged.Text.LastIndexOf("using namespace", StringComparison.Ordinal));
        Assert.Equal(["SampleEnsure", "SampleBase", "SamplePart", "SampleRouter"], merged.Types.Select(type => type.Name));
    }

    [Fact]
    public void Comments_move_with_their_class()
    {
        MergedScript merged = Merge("1", SampleClasses.Base, SampleClasses.Enum);
        Assert.Contains("# A part of a router.\nclass SamplePart", merged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Merged_classes_compile_and_work()
    {
        string script = Merge("[SampleRouter]::new()", SampleClasses.Resource, SampleClasses.Base, SampleClasses.Enum).Text;
        using Runspace runspace = ModuleFixture.Open(import: false);
        PSObject router = Assert.Single(ModuleFixture.Invoke(runspace, script));
        Assert.Equal((byte)100, router.Properties["Priority"].Value);
        Assert.Equal("Present", router.Properties["Ensure"].Value.ToString());
    }

    [Fact]
    public void No_class_at_all_leaves_the_root_module()
    {
        MergedScript merged = Merge("# A comment.\nWrite-Thing\n");
        Assert.Equal("# A comment.\nWrite-Thing\n", merged.Text);
        Assert.Empty(merged.Types);
    }

    [Fact]
    public void Parse_error_names_file_and_line()
    {
        AssemblyException error = Assert.Throws<AssemblyException>(() => Merge("1", "class Good { }", "\nclass Bad {\n  [string] $\n}"));
        Assert.EndsWith("class1.ps1", error.File, StringComparison.Ordinal);
        Assert.Equal(3, error.Line);
    }

    [Fact]
    public void Statement_beside_the_classes_is_refused()
    {
        AssemblyException error = Assert.Throws<AssemblyException>(() => Merge("1", "class Good { }\n$x = 1"));
        Assert.Equal(2, error.Line);
        Assert.Contains("classes and enums", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_type_that_no_file_brings_is_refused()
    {
        AssemblyException error = Assert.Throws<AssemblyException>(() => Merge("1", "class Bad : NoSuchBaseClass { }"));
        Assert.Contains("NoSuchBaseClass", error.Message, StringComparison.Ordinal);
    }

    private MergedScript Merge(string root, params string[] classes) => ScriptMerger.Merge(
        _folder.Write("Root.psm1", root),
        [.. classes.Select((text, index) => _folder.Write($"class{index}.ps1", text))]);
}
