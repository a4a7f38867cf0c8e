using NginxHa.Nginx.Measurement;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Protocol.Inspection;

namespace NginxHa.Tests.Interop.Cmdlets;

/// <summary>A pair that fails over, driven by cmdlets alone.</summary>
public sealed class FailoverTests : IDisposable
{
    private const string StartPair = """
        $common = @{ Interface = 'eth0'; VirtualRouterId = 51; Version = 3; AdvertisementInterval = 0.1; VirtualIp = '10.77.1.1/16 label eth0:1' }
        $null = Start-VrrpInstance "$id-one" -NetworkNamespace $one -Priority 150 @common
        $null = Start-VrrpInstance "$id-two" -NetworkNamespace $two -Priority 100 @common
        $null = Wait-VrrpInstance "$id-one" Master -Timeout 10
        """;

    private readonly CmdletSession _session = new();

    public void Dispose() => _session.Dispose();

    [InteropFact]
    public void The_better_node_owns_the_address_until_its_priority_falls()
    {
        _session.Run(StartPair);
        Assert.Contains("eth0:1", Assert.Single(_session.One.AddressLines("10.77.1.1")), StringComparison.Ordinal);
        Assert.False(_session.Two.Owns("10.77.1.1"));
        Assert.Equal(["True"], _session.Run("Get-VirtualIp -NetworkNamespace $one | ForEach-Object { \"$($_.Instance -eq \"$id-one\")\" }"));

        _session.Run("Set-VrrpInstance \"$id-one\" -Priority 50; $null = Wait-VrrpInstance \"$id-two\" Master -Timeout 10; $null = Wait-VrrpInstance \"$id-one\" Backup -Timeout 10");
        Assert.Equal((false, true), (_session.One.Owns("10.77.1.1"), _session.Two.Owns("10.77.1.1")));

        _session.Run("Get-VrrpInstance \"$id-*\" | Stop-VrrpInstance");
        Assert.False(_session.Two.Owns("10.77.1.1"));
    }

    [InteropFact]
    public void Hooks_run_for_a_real_failover_and_a_failed_one_is_an_event()
    {
        using var folder = new ScratchFolder();
        object[] output = _session.Run($$"""
            $file = '{{folder["hooks"]}}'
            $null = Start-VrrpInstance "$id-one" eth0 51 -NetworkNamespace $one -VirtualIp 10.77.1.1 -Version 3 -AdvertisementInterval 0.1 -Priority 150 `
                -OnMaster { [System.IO.File]::AppendAllText($using:file, "master`n") } -OnStop { [System.IO.File]::AppendAllText($using:file, "stop`n") } -OnBackup { throw 'bad hook' }
            $null = Wait-VrrpInstance "$id-one" Master -Timeout 10
            for ($i = 0; $i -lt 5000 -and -not [System.IO.File]::Exists($file); $i++) { [System.Threading.Thread]::Sleep(1) }
            (Get-VrrpInstance "$id-one").HookMessages.Text
            Stop-VrrpInstance "$id-one"
            """);
        Assert.Equal(["bad hook"], output);
        Assert.Equal(["master", "stop"], File.ReadAllLines(folder["hooks"]));
    }

    [InteropFact]
    public void A_script_block_that_fails_puts_the_instance_in_fault()
    {
        object[] output = _session.Run("""
            $null = Start-VrrpInstance "$id-one" eth0 51 -NetworkNamespace $one -VirtualIp 10.77.1.1 -Version 3 -AdvertisementInterval 0.1 `
                -Track (New-VrrpTrack -Name "$id check" -Interval 0.05 -ScriptBlock { -not [System.IO.File]::Exists("/tmp/$using:id.down") })
            $null = Wait-VrrpInstance "$id-one" Master -Timeout 10
            [System.IO.File]::WriteAllText("/tmp/$id.down", '')
            try { (Wait-VrrpInstance "$id-one" Fault -Timeout 10).State } finally { [System.IO.File]::Delete("/tmp/$id.down") }
            (Wait-VrrpInstance "$id-one" Master -Timeout 10).State
            """);
        Assert.Equal(["Fault", "Master"], output.Select(state => state.ToString()));
    }

    [InteropFact]
    public void A_client_sees_the_failover_and_the_segment_the_advertisements()
    {
        object[] output = _session.Run(StartPair + """

            $listener = Watch-VrrpAdvertisement eth0 -NetworkNamespace $client -VirtualRouterId 51 -Count 3 -Timeout 10
            $listener
            # Nobody listens on the port: a refusal is an answer of the kernel that owns the address, and shows who is reachable.
            $measurement = Start-VirtualIpMeasurement tcp://10.77.1.1:9 -NetworkNamespace $client
            for ($i = 0; $i -lt 5000 -and $measurement.Report.Failed -lt 5; $i++) { [System.Threading.Thread]::Sleep(1) }
            Receive-VirtualIpMeasurement $measurement -Reset
            Stop-VrrpInstance "$id-one" -Abandon
            Stop-VirtualIpMeasurement $measurement
            """);
        VrrpPacketReport[] heard = [.. output.OfType<VrrpPacketReport>()];
        Assert.Equal(3, heard.Length);
        Assert.All(heard, report => Assert.Equal((true, 51, 150, "10.77.0.1"), (report.IsValid, report.VirtualRouterId, report.Priority, report.Source!.ToString())));
        AvailabilityReport before = output.OfType<AvailabilityReport>().First();
        Assert.Equal(before.Failed, before.FailureReasons["ConnectionRefused"]);
    }

    [InteropFact]
    public void Members_of_a_group_move_together()
    {
        object[] output = _session.Run("""
            $null = New-VrrpSyncGroup "$id-group" "$id-one", "$id-two"
            $null = Start-VrrpInstance "$id-one" eth0 51 -NetworkNamespace $one -VirtualIp 10.77.1.1 -Version 3 -AdvertisementInterval 0.1
            $null = Start-VrrpInstance "$id-two" eth0 52 -NetworkNamespace $one -VirtualIp 10.77.1.2 -Version 3 -AdvertisementInterval 0.1 -Track (New-VrrpTrack -File "/tmp/$id.weight" -Interval 0.05 -InitialResult Up)
            $null = Wait-VrrpInstance "$id-one", "$id-two" Master -Timeout 10
            [System.IO.File]::WriteAllText("/tmp/$id.weight", '1')
            try { (Wait-VrrpInstance "$id-one" Fault -Timeout 10).Group -eq "$id-group" } finally { [System.IO.File]::Delete("/tmp/$id.weight") }
            Remove-VrrpSyncGroup "$id-group"
            """);
        Assert.Equal([true], output);
    }

    [InteropFact]
    public void What_the_engine_refuses_names_the_thing()
    {
        (_, var errors) = _session.Try("""
            Start-VrrpInstance "$id-one" nope0 51 -NetworkNamespace $one -VirtualIp 10.77.1.1
            Start-VrrpInstance "$id-one" eth0 51 -NetworkNamespace "$id-missing" -VirtualIp 10.77.1.1
            $null = Start-VrrpInstance "$id-one" eth0 51 -NetworkNamespace $one -VirtualIp 10.77.1.1
            Start-VrrpInstance "$id-one" eth0 52 -NetworkNamespace $one -VirtualIp 10.77.1.2
            Start-VrrpInstance "$id-two" eth0 51 -NetworkNamespace $one -VirtualIp 10.77.1.2
            Set-VrrpInstance "$id-one" -Version 3 -VirtualIp fd77::1
            """);
        Assert.Equal(
            ["InterfaceNotFound", "NetworkNamespaceNotFound", "InstanceNameInUse", "VirtualRouterIdInUse", "CannotChangeWhileRunning"],
            errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }
}
