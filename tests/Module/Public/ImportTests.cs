using System.Management.Automation;

namespace NginxHa.Tests.ModuleTests;

public class ImportTests
{
    [Fact]
    public void Exported_cmdlets_are_those_of_the_manifest_and_of_the_assembly()
    {
        PSObject[] output = ModuleFixture.Invoke("""
            $module = Get-Module -Name NginxHa
            , [string[]]$module.ExportedCmdlets.Keys
            , [string[]](Get-Module -Name $args[0] -ListAvailable).ExportedCmdlets.Keys
            , [string[]]@(foreach ($type in ($module.NestedModules[0].ImplementingAssembly.GetExportedTypes())) {
                # What the manifest does not export is marked: the classes of the DSC resources call it.
                if ($type.GetCustomAttributes([System.ComponentModel.EditorBrowsableAttribute], $false)) { continue }
                foreach ($attribute in $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)) { $attribute.VerbName + '-' + $attribute.NounName }
            })
            """, Repository.Manifest);
        string[] imported = Sorted(output[0]);
        Assert.Equal(imported, Sorted(output[1]));
        Assert.Equal(imported, Sorted(output[2]));
    }

    [Fact]
    public void Module_can_be_removed_and_imported_again()
    {
        PSObject[] output = ModuleFixture.Invoke("""
            Remove-Module -Name NginxHa -ErrorAction Stop
            @(Get-Module -Name NginxHa).Count
            Import-Module -Name $args[0] -ErrorAction Stop
            @(Get-Module -Name NginxHa).Count
            """, Repository.Manifest);
        Assert.Equal([0, 1], output.Select(value => value.BaseObject).Cast<int>());
    }

    private static string[] Sorted(PSObject value) => [.. ((string[])value.BaseObject).Order(StringComparer.Ordinal)];
}
