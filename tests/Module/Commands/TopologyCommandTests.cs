using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;

namespace NginxHa.Tests.ModuleTests.Commands;

public sealed class TopologyCommandTests : IDisposable
{
    private const string Pair = "New-HaTopology web -Mode DualMaster -Interface eth0 -Node @{ Name = 'node1'; Addresses = '192.0.2.1' }, @{ Name = 'node2'; Addresses = @('192.0.2.2') } -VirtualIp 192.0.2.100/24, @{ Address = '192.0.2.101/24'; Owner = 'node2' }";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pair_is_declared_saved_read_and_drawn()
    {
        string path = Path.Combine(_folder.Path, "nginxha.json");
        PSObject[] output = Run($"{Pair} -AdvertisementInterval 100ms -Version 3 -TrackNginx -Path $args[0] | Out-Null; (Get-HaTopology $args[0] -Node node2).Instances; Get-HaTopology $args[0] | ConvertTo-HaTopologyDiagram -Width 80; Test-HaTopology $args[0] -Quiet".Replace("| Out-Null", "> $null", StringComparison.Ordinal), path);
        Assert.Equal([("web-node1", (byte)100), ("web-node2", (byte)150)], output.Take(2).Select(instance => ((string)instance.Properties["Name"].Value, (byte)instance.Properties["Priority"].Value)));
        Assert.Contains("VRID 52", output[2].ToString(), StringComparison.Ordinal);
        Assert.Equal(true, output[3].BaseObject);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Theory]
    [InlineData("New-HaTopology x -Node a, b -VirtualIp 192.0.2.1/24", "InvalidTopology", "no interface")]
    [InlineData("New-HaTopology x -Interface eth0 -Node @{ Nam = 'a' } -VirtualIp 192.0.2.1/24", "InvalidTopology", "'nam' is not a key")]
    [InlineData("New-HaTopology x -Interface eth0 -Node a, b -VirtualIp 192.0.2.300", "InvalidTopology", "'192.0.2.300'")]
    [InlineData("Get-HaTopology /nowhere/x.json", "PathNotFound", "/nowhere/x.json")]
    [InlineData("Import-KeepalivedConfiguration /nowhere/x.conf", "PathNotFound", "/nowhere/x.conf")]
    [InlineData(Pair + " | Export-KeepalivedConfiguration -Node node7", "NodeNotFound", "node7")]
    [InlineData("New-HaTopology web -Interface eth0 -Node no-such-host, nor-this -VirtualIp 192.0.2.100/24 | Export-KeepalivedConfiguration", "LocalNodeNotFound", "-Node")]
    [InlineData(Pair + " -NginxHealthUri http://127.0.0.1/ | Export-KeepalivedConfiguration -Node node1", "ExportIncomplete", "Force")]
    [InlineData("Compare-HaTopology $args[0]", "InvalidCombination", "at least two")]
    [InlineData("Test-HaTopology -InputObject (" + Pair + ") -Role node1", "InvalidCombination", "-Online")]
    [InlineData("Test-HaTopology -InputObject (" + Pair + ") -Online -ListenTime 2h", "InvalidValue", "1 hour")]
    [InlineData("Test-HaTopology -InputObject (" + Pair + ") -Online -Role node7", "RoleNotFound", "node7")]
    [InlineData("Test-HaTopology $args[0] -Online", "InvalidCombination", "Import-KeepalivedConfiguration")]
    public void Mistakes_have_an_id_and_a_reason(string script, string id, string says)
    {
        ErrorRecord error = RunForError(script, Write("a.conf", "MASTER", 150));
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_topology_is_held_against_the_segment_of_its_node()
    {
        PSObject[] output = Run($"(Test-HaTopology -InputObject ({Pair.Replace("-Interface eth0", "-Interface no-such-link", StringComparison.Ordinal)}) -Online -Role node2 -ListenTime 0).Findings");
        PSObject[] missing = [.. output.Where(finding => (string)finding.Properties["Id"].Value == "OnlineInterface")];
        Assert.Equal(["node2", "node2"], missing.Select(finding => (string)finding.Properties["Node"].Value));
        Assert.All(missing, finding => Assert.Contains("no interface 'no-such-link'", (string)finding.Properties["Message"].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_keepalived_configuration_is_imported_exported_and_tested()
    {
        string path = Write("a.conf", "MASTER", 150);
        string copy = Path.Combine(_folder.Path, "b.conf");
        PSObject[] output = Run(
            """
            $configuration = Import-KeepalivedConfiguration $args[0] 3> $null
            $configuration | Export-KeepalivedConfiguration -Path $args[1] -PassThru
            $configuration | Export-KeepalivedConfiguration -Path $args[1] -PassThru
            Test-KeepalivedConfiguration $args[1] -Offline
            $configuration.ToTopology() | Export-KeepalivedConfiguration
            """,
            path,
            copy);
        Assert.Equal(copy, output[0].Properties["FullName"].Value);
        Assert.False(File.Exists(copy + ".previous"));
        Assert.Equal(true, output[2].Properties["IsValid"].Value);
        Assert.Contains("notification_email_from", File.ReadAllText(copy), StringComparison.Ordinal);
        Assert.DoesNotContain("notification_email_from", output[3].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_there_is_kept_and_WhatIf_touches_nothing()
    {
        string path = Write("a.conf", "MASTER", 150);
        string before = File.ReadAllText(path);
        Run($"{Pair} | Export-KeepalivedConfiguration -Node node1 -Path $args[0] -WhatIf", path);
        Assert.Equal(before, File.ReadAllText(path));
        Run($"{Pair} | Export-KeepalivedConfiguration -Node node1 -Path $args[0]", path);
        Assert.Equal(before, File.ReadAllText(path + ".previous"));
        Assert.Contains("web-node1", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Two_sides_are_compared()
    {
        string one = Write("a.conf", "MASTER", 150);
        string good = Write("b.conf", "BACKUP", 100);
        string bad = Write("c.conf", "MASTER", 150);
        Assert.Empty(Run("Compare-HaTopology $args[0], $args[1]", one, good));
        PSObject finding = Assert.Single(Run("Compare-HaTopology $args[0], $args[1]", one, bad));
        Assert.Equal(("TwoMasters", "c.conf", 8), (finding.Properties["Id"].Value, finding.Properties["Node"].Value, finding.Properties["Line"].Value));
        Assert.Equal([true, false], Run("Test-HaTopology $args[0], $args[1] -Quiet; Test-HaTopology $args[0], $args[2] -Quiet", one, good, bad).Select(result => (bool)result.BaseObject));
    }

    [Fact]
    public void Every_kind_of_output_has_a_view_of_its_own()
    {
        XDocument views = XDocument.Load(Path.Combine(Repository.Module, "NginxHa.Topology.Format.ps1xml"));
        Assert.Equal(
            ["Finding", "HaTopology", "KeepalivedConfiguration", "KeepalivedTestResult", "KeptStatement", "NodeDeclaration", "PublishedNode", "TopologyNodeView", "TopologyTestResult", "TopologyVirtualIpStatus"],
            views.Descendants("TypeName").Select(name => name.Value.Split('.')[^1]).Order(StringComparer.Ordinal));
        PSObject[] shown = Run($"{Pair}; Test-HaTopology -InputObject ({Pair})");
        Assert.Equal(["NginxHa.Topology.HaTopology", "NginxHa.Cmdlets.Commands.Topology.TopologyTestResult"], shown.Select(item => item.TypeNames[0]));
    }

    private string Write(string name, string state, int priority)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, $$"""
            global_defs {
                notification_email_from root@localhost
            }
            vrrp_instance VI_1 {
                state {{state}}
                interface eth0
                virtual_router_id 51
                priority {{priority}}
                virtual_ipaddress {
                    192.0.2.100/24
                }
            }
            """);
        return path;
    }

    private static PSObject[] Run(string script, params object[] arguments) => ModuleFixture.Invoke(script, arguments);

    private static ErrorRecord RunForError(string script, params object[] arguments)
    {
        using Runspace runspace = ModuleFixture.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
        {
            shell.AddArgument(argument);
        }

        try
        {
            shell.Invoke();
        }
        catch (RuntimeException exception)
        {
            return exception.ErrorRecord;
        }

        return Assert.Single(shell.Streams.Error);
    }
}
