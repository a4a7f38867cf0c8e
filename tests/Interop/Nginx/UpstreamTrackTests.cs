using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Cmdlets;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

/// <summary>An address goes where nginx has back ends to send requests to.</summary>
public sealed class UpstreamTrackTests : IDisposable
{
    private readonly CmdletSession _session = new();
    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<int, TcpListener> _backEnds = [];

    public void Dispose()
    {
        foreach (TcpListener backEnd in _backEnds.Values)
        {
            backEnd.Dispose();
        }

        _session.Dispose();
        _folder.Dispose();
    }

    [InteropTheory]
    [InlineData(0)]
    [InlineData(-80)]
    public void The_address_moves_when_the_back_ends_of_the_master_die_and_comes_back_with_them(int weight)
    {
        int[] ours = [Listen(), Listen()];
        int theirs = Listen();
        _folder.Write("one.conf", $"upstream app {{ server 127.0.0.1:{ours[0]}; server 127.0.0.1:{ours[1]}; }}\n");
        _folder.Write("two.conf", $"upstream app {{ server 127.0.0.1:{theirs}; }}\n");
        _session.Run($$"""
            $common = @{ Interface = 'eth0'; VirtualRouterId = 51; Version = 3; AdvertisementInterval = 0.1; VirtualIp = '10.77.1.1/16' }
            foreach ($node in @(@('one', $one, 150), @('two', $two, 100))) {
                $null = Start-NginxUpstreamMonitor "$id $($node[0])" -Path "{{_folder.Path}}/$($node[0]).conf" -ReadOnly -Interval 50ms -Timeout 1s -Fall 2 -Rise 2
                $track = New-VrrpTrack -UpstreamMonitor "$id $($node[0])" -Upstream app -Weight {{weight}} -Interval 50ms
                $null = Start-VrrpInstance "$id-$($node[0])" -NetworkNamespace $node[1] -Priority $node[2] -Track $track @common
            }
            $null = Wait-VrrpInstance "$id-one" Master -Timeout 15
            $null = Wait-VrrpInstance "$id-two" Backup -Timeout 15
            """);
        Assert.True(_session.One.Owns("10.77.1.1"));

        // One of two is still enough.
        Close(ours[0]);
        object[] track = _session.Run($$"""
            for ($i = 0; $i -lt 5000 -and (Get-NginxUpstreamMonitor "$id one").Unhealthy -eq 0; $i++) { [System.Threading.Thread]::Sleep(1) }
            (Get-NginxUpstreamMonitor "$id one").Unhealthy
            (Get-VrrpInstance "$id-one").State
            (Get-VrrpInstance "$id-one").Tracks[0].Kind
            """);
        Assert.Equal(["1", "Master", "Upstream"], track.Select(value => value.ToString()));

        Close(ours[1]);
        object[] moved = _session.Run($$"""
            $null = Wait-VrrpInstance "$id-two" Master -Timeout 15
            $null = Wait-VrrpInstance "$id-one" {{(weight == 0 ? "Fault" : "Backup")}} -Timeout 15
            (Get-VrrpInstance "$id-one").Tracks[0].Detail
            """);
        Assert.Equal(["app: 0 of 2 healthy, 1 wanted"], moved);
        Assert.Equal((false, true), (_session.One.Owns("10.77.1.1"), _session.Two.Owns("10.77.1.1")));

        Listen(ours[1]);
        _session.Run("""
            $null = Wait-VrrpInstance "$id-one" Master -Timeout 15
            $null = Wait-VrrpInstance "$id-two" Backup -Timeout 15
            """);
        Assert.Equal((true, false), (_session.One.Owns("10.77.1.1"), _session.Two.Owns("10.77.1.1")));

        // Nobody judges any more: that is no reason to be trusted.
        _session.Run($$"""
            Stop-NginxUpstreamMonitor "$id one"
            $null = Wait-VrrpInstance "$id-two" Master -Timeout 15
            Stop-NginxUpstreamMonitor "$id two"
            """);
    }

    [InteropFact]
    public void A_node_that_starts_with_dead_back_ends_does_not_take_the_address_before_it_knows()
    {
        int dead = Listen();
        Close(dead);
        _folder.Write("one.conf", $"upstream app {{ server 127.0.0.1:{dead}; }}\n");
        object[] output = _session.Run($$"""
            $null = Start-NginxUpstreamMonitor "$id one" -Path "{{_folder.Path}}/one.conf" -ReadOnly -Interval 300ms -Timeout 1s -Fall 3
            $events = [System.Collections.Generic.List[object]]::new()
            $null = Start-VrrpInstance "$id-one" eth0 51 -NetworkNamespace $one -VirtualIp 10.77.1.1/16 -Version 3 -AdvertisementInterval 0.1 -Track (New-VrrpTrack -UpstreamMonitor "$id one" -Interval 50ms)
            (Get-VrrpInstance "$id-one").Reason
            for ($i = 0; $i -lt 10000 -and -not (Get-VrrpInstance "$id-one").Reason.Contains('is down'); $i++) { [System.Threading.Thread]::Sleep(1) }
            (Get-VrrpInstance "$id-one").Reason
            (Get-VrrpInstance "$id-one").Statistics.BecameMaster
            Stop-NginxUpstreamMonitor "$id one"
            """);
        Assert.Equal(["waiting for the first result of track upstream", "track upstream", "0"], [output[0].ToString()![..46], output[1].ToString()![..14], output[2].ToString()]);
        Assert.EndsWith("(app: 0 of 1 healthy, 1 wanted)", output[1].ToString(), StringComparison.Ordinal);
    }

    private int Listen(int port = 0)
    {
        var backEnd = new TcpListener(IPAddress.Loopback, port);
        backEnd.Start();
        int chosen = ((IPEndPoint)backEnd.LocalEndpoint).Port;
        _backEnds[chosen] = backEnd;
        return chosen;
    }

    private void Close(int port)
    {
        _backEnds[port].Dispose();
        _backEnds.Remove(port);
    }
}
