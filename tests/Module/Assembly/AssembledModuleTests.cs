namespace NginxHa.Tests.ModuleTests.Assembly;

public class AssembledModuleTests
{
    [Fact]
    public void Module_ships_its_assemblies_and_none_that_PowerShell_brings()
    {
        string[] assemblies = [.. Directory.GetFiles(Repository.Module, "*.dll").Select(path => Path.GetFileName(path))];
        Assert.Superset(new HashSet<string> { "HaCmdlets.dll", "HaVrrp.dll", "HaNginx.dll", "HaTopology.dll" }, assemblies.ToHashSet());
        Assert.DoesNotContain("Newtonsoft.Json.dll", assemblies);
        Assert.DoesNotContain("System.Management.Automation.dll", assemblies);
    }

    [Fact]
    public void Sources_of_the_classes_are_not_shipped() =>
        Assert.Empty(Directory.GetFiles(Repository.Module, "*.ps1", SearchOption.AllDirectories));

    [Fact]
    public void Module_imports_from_any_folder()
    {
        using var folder = new ScratchFolder();
        string copy = Path.Combine(folder.Path, "NginxHa");
        foreach (string file in Directory.GetFiles(Repository.Module, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Repository.Module, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        // Whichever copy of an assembly is loaded first serves all tests of this process, so nothing may be left to be
        // loaded from the copy after it is gone.
        foreach (string assembly in Directory.GetFiles(copy, "*.dll"))
        {
            System.Reflection.Assembly.LoadFrom(assembly);
        }

        using var runspace = ModuleFixture.Open(import: false);
        Assert.Equal(
            Path.Combine(copy, "NginxHa.psm1"),
            Assert.Single(ModuleFixture.Invoke(runspace, "(Import-Module -Name $args[0] -PassThru).Path", Path.Combine(copy, "NginxHa.psd1"))).BaseObject);
    }
}
