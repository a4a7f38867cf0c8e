using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Cmdlets;

/// <summary>What is left when the shell ends, or lets go of the module, with a master in it.</summary>
public sealed class EndTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly ScratchFolder _folder = new();

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [InteropTheory]
    [InlineData("")]
    [InlineData("; Remove-Module NginxHa; 'removed'")]
    [InlineData("; exit 3")]
    public void Its_addresses_go_and_its_stop_hook_runs(string end)
    {
        TestNode node = _network.AddNode("one", "10.77.0.1/16");
        string script = $$"""
            $file = '{{_folder["hooks"]}}'
            $null = Start-VrrpInstance web eth0 51 -NetworkNamespace {{node.Namespace}} -VirtualIp 10.77.1.1 -Version 3 -AdvertisementInterval 0.1 `
                -Track (New-VrrpTrack -ScriptBlock { $true }) -OnStop { [System.IO.File]::AppendAllText($using:file, 'stop') }
            (Wait-VrrpInstance web Master -Timeout 20).OwnedAddresses.Count{{end}}
            """;
        CommandResult result = Command.TryRun(null, Repository.Shell, ["-Command", script]);

        Assert.StartsWith("1", result.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Equal(end.Contains("exit", StringComparison.Ordinal) ? 3 : 0, result.ExitCode);
        Assert.False(node.Owns("10.77.1.1"));
        Assert.Equal("stop", File.ReadAllText(_folder["hooks"]));
    }
}
