using System.Text.RegularExpressions;
using NginxHa.Control;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Control;

/// <summary>The assembled module in a shell of its own, and real agents on two nodes.</summary>
[Collection(TimingSensitive.Name)]
public sealed class AgentCmdletTests : IDisposable
{
    private static readonly Pairing _web = new() { Name = "web", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1) };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact]
    public async Task The_cmdlets_move_an_address_between_agents_and_a_reload_brings_it_back()
    {
        AgentProcess one = new(_segment.Ours);
        AgentProcess two = new(_segment.Theirs);
        one.Write(_web.Ours(_segment, 200));
        two.Write(_web.Ours(_segment, 150));
        await one.StartAsync(Cancelled);
        await two.StartAsync(Cancelled);

        string[] lines = Shell($$"""
            function Use($socket) { $env:{{ControlAddress.Variable}} = $socket }
            function Show { foreach ($status in Get-VrrpInstance) { "$($status.Name) $($status.Engine) $($status.Origin) $($status.State) $($status.EffectivePriority)" } }
            $one = '{{one.ControlSocket}}'; $two = '{{two.ControlSocket}}'

            Use $one
            $null = Wait-VrrpInstance web Master -Timeout 20
            Show
            $agent = Get-HaAgent
            "$($agent.State) $($agent.InstanceCount) $($agent.ProcessId)"

            # Handed over by the pipeline, and seen on the other node.
            Get-VrrpInstance -Engine Agent | Set-VrrpInstance -Priority 50
            Use $two
            $null = Wait-VrrpInstance web Master -Timeout 20
            Show
            Use $one
            $null = Wait-VrrpInstance web Backup -Timeout 20

            # One more, which the document does not have.
            $null = Start-VrrpInstance extra eth0 8 -VirtualIp 10.77.8.1/24 -Engine Agent
            Show
            $reload = Update-HaAgent
            "$($reload.Succeeded) $($reload.Changes)"
            $null = Wait-VrrpInstance web Master -Timeout 20
            Show

            Stop-VrrpInstance extra, web
            "left: $(@(Get-VrrpInstance).Count)"
            "again: $((Update-HaAgent).Changes)"
            Stop-HaAgent
            "end: $(@(Get-VrrpInstance).Count)"
            """);
        Assert.Equal(
            [
                "web Agent Document Master 200",
                $"Running 1 {one.Process.Id}",
                "web Agent Document Master 150",
                "extra Agent Request Backup 100",
                "web Agent Document Backup 50",
                "True InstanceUpdated web: Priority",
                "extra Agent Request # 100",
                "web Agent Document Master 200",
                "left: 0",
                "again: InstanceStarted web",
                "end: 0",
            ],
            lines.Select(line => Regex.Replace(line, "^(extra Agent Request) (Backup|Master) 100$", "$1 # 100")).Select((line, i) => i == 3 ? line.Replace("#", "Backup", StringComparison.Ordinal) : line));
        Assert.True(one.Process.WaitForExit(AgentProcess.Patience));
        Assert.Equal(0, one.Process.ExitCode);
        await Eventually.TrueAsync(() => _segment.Theirs.Owns(_web.Address), AgentProcess.Patience, () => "the other node has the address", Cancelled);
        Assert.False(_segment.Ours.Owns(_web.Address));
    }

    [InteropFact]
    public async Task What_happens_in_the_agent_is_seen_in_the_shell()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(_web.Ours(_segment, 200));
        await agent.StartAsync(Cancelled);
        string[] lines = Shell($$"""
            $env:{{ControlAddress.Variable}} = '{{agent.ControlSocket}}'
            $null = Wait-VrrpInstance web Master -Timeout 20
            $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
            $null = $shell.AddScript('Import-Module {{Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1")}}; Watch-VrrpInstance web -Engine Agent -All -Count 2 -Timeout 20')
            $work = $shell.BeginInvoke()
            foreach ($try in 1..200) {
                Set-VrrpInstance web -Priority $try
                if ($work.AsyncWaitHandle.WaitOne(50)) { break }
            }
            foreach ($happened in $shell.EndInvoke($work)) { "$($happened.Name) $($happened.Engine)" }
            """);
        Assert.Equal(["web Agent", "web Agent"], lines);
    }

    private static string[] Shell(string script)
    {
        CommandResult result = Command.TryRun(null, Repository.Shell, ["-Command", script]);
        Assert.True(result.Error.Trim().Length == 0, $"{result.Error}\n{result.Output}");
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
