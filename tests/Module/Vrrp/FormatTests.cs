using NginxHa.Tests.ModuleTests.Shell;

namespace NginxHa.Tests.ModuleTests.Vrrp;

/// <summary>What people see, rendered by HaShell.</summary>
public class FormatTests
{
    private const string Status = """
        $address = [NginxHa.Vrrp.Options.VirtualAddress]@{ Address = '192.0.2.10'; PrefixLength = 24 }
        $options = [NginxHa.Vrrp.Options.VrrpInstanceOptions]@{ Name = 'web'; Interface = 'eth0'; VirtualRouterId = 51; VirtualAddresses = [NginxHa.Vrrp.Options.VirtualAddress[]]@($address) }
        $refused = [System.Collections.Generic.Dictionary[NginxHa.Vrrp.Protocol.VrrpRefusal, long]]::new()
        $refused.Add('BadChecksum', 7)
        $status = [NginxHa.Vrrp.Runtime.VrrpInstanceStatus]@{
            Engine = 'Session'; Options = $options; State = 'Master'; Since = [DateTimeOffset]::new(2024, 5, 1, 12, 0, 0, [TimeZoneInfo]::Local.GetUtcOffset([datetime]'2024-05-01T12:00:00'))
            Reason = 'no master was heard'; EffectivePriority = 80; PriorityReason = '100 - 20 (nginx down) = 80'; MasterAddress = '192.0.2.1'
            OwnedAddresses = [NginxHa.Vrrp.Options.VirtualAddress[]]@($address)
            Tracks = [NginxHa.Vrrp.Runtime.TrackStatus[]]@([NginxHa.Vrrp.Runtime.TrackStatus]::new('nginx', 'Process', $false, -20, -20, 'no process', $null))
            Statistics = [NginxHa.Vrrp.Runtime.VrrpStatistics]@{ Refused = $refused; AdvertisementsSent = 12 }
        }
        """;

    [Fact]
    public async Task An_instance_is_one_line_with_both_priorities()
    {
        string[] lines = await RenderAsync(Status + "\n$status");
        Assert.Equal(["Name", "State", "Priority", "VRID", "Interface", "Master", "Since", "VirtualIp", "Engine"], Words(lines[0]));
        Assert.Equal(["web", "Master", "80", "(100)", "51", "eth0", "192.0.2.1", "12:00:00", "192.0.2.10/24", "Session"], Words(lines[2]));
    }

    [Theory]
    [InlineData("$status.Tracks", "Name Kind IsUp Weight Contribution Detail", "nginx Process down -20 -20 no process")]
    [InlineData("[NginxHa.Vrrp.Runtime.VrrpEvent]@{ Sequence = 1; Time = $status.Since; Kind = 'StateChanged'; Name = 'web'; Engine = 'Session'; PreviousState = 'Backup'; State = 'Fault'; Priority = 80; Reason = 'link eth0 down' }", "Time Name Kind Previous State Priority Reason", "12:00:00.000 web StateChanged Backup Fault 80 link eth0 down")]
    [InlineData("[NginxHa.Vrrp.Runtime.SyncGroupStatus]::new([NginxHa.Vrrp.Options.SyncGroupOptions]@{ Name = 'pair'; Members = [string[]]('in', 'out') }, 'Backup', $status.Since)", "Name State Since Members Engine", "pair Backup 12:00:00 in, out Session")]
    [InlineData("[NginxHa.Cmdlets.Output.VirtualIpAddress]@{ Address = '192.0.2.10'; PrefixLength = 24; Interface = 'eth0'; Label = 'eth0:1'; Instance = 'web' }", "Address Interface Label Scope Instance NetworkNamespace", "192.0.2.10/24 eth0 eth0:1 Global web")]
    [InlineData("[NginxHa.Cmdlets.Output.HaAgent]@{ State = 'Running'; ControlAddress = '/run/nginxha/control.sock'; ServiceManager = 'Systemd'; IsEnabled = $true; IsActive = $true; Version = '0.1.0'; ProcessId = 42; StartTime = $status.Since; NodeName = 'lb1'; InstanceCount = 2; DocumentPath = '/etc/nginxha/nginxha.json' }", "State Enabled Version Process Started Node Instances Document", "Running True 0.1.0 42 2024-05-01 12:00 lb1 2 /etc/nginxha/nginxha.json")]
    [InlineData("$null = [Activator]::CreateInstance([NginxHa.Cmdlets.Output.HaAgent].GetProperty('LastReload').PropertyType); [NginxHa.Control.ReloadResult]@{ Time = $status.Since; Succeeded = $true; Changes = [NginxHa.Control.ReloadChange[]]@([NginxHa.Control.ReloadChange]::new('InstanceStarted', 'web', 'new')) }", "Time Succeeded Changes Problems", "12:00:00 True InstanceStarted web: new")]
    [InlineData("[NginxHa.Nginx.Measurement.Outage]::new($status.Since, [timespan]'0:0:0.345', 60, 'a', 'b', $true)", "Started Duration FailedRequests ServerBefore ServerAfter IsOver", "12:00:00.000 345 ms 60 a b True")]
    public async Task Other_objects_are_a_line_each(string expression, string header, string row)
    {
        string[] lines = await RenderAsync($"{Status}\n{expression}");
        Assert.Equal(header.Split(' '), Words(lines[0]));
        Assert.Equal(row.Split(' '), Words(lines[2]));
    }

    [Fact]
    public async Task A_report_of_a_measurement_shows_the_gap_and_who_served()
    {
        string[] lines = await RenderAsync(Status + """

            $failures = [System.Collections.Generic.Dictionary[string, long]]::new()
            [NginxHa.Nginx.Measurement.AvailabilityReport]@{
                Uri = 'http://192.0.2.10/'; Started = $status.Since; Elapsed = [timespan]'0:0:10'; Requests = 2000; Failed = 3; Pending = 0; LongestGap = [timespan]'0:0:0.345'
                LongestGapStarted = $status.Since; LongestSpacing = [timespan]'0:0:0.006'; MeanLatency = [timespan]'0:0:0.0012'; LongestLatency = [timespan]'0:0:0.05'
                Outages = [NginxHa.Nginx.Measurement.Outage[]]@(); FailureReasons = $failures
                Timeline = [NginxHa.Nginx.Measurement.ServingPeriod[]]@([NginxHa.Nginx.Measurement.ServingPeriod]::new('a', $status.Since, $status.Since, 1), [NginxHa.Nginx.Measurement.ServingPeriod]::new('b', $status.Since, $status.Since, 1))
            }
            """);
        Assert.Equal("Started Elapsed Requests Failed LongestGap Latency ServedBy".Split(' '), Words(lines[0]));
        Assert.Equal("12:00:00.000 10.0 s 2000 3 345 ms 1.2 ms a -> b".Split(' '), Words(lines[2]));
    }

    private static async Task<string[]> RenderAsync(string script)
    {
        ShellResult result = await ShellRun.RunAsync("-Command", script);
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        return [.. result.Output.Split('\n').Where(line => line.Trim().Length > 0)];
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
