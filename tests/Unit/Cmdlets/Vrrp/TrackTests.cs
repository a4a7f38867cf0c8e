using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

[Collection(ModuleStateCollection.Name)]
public sealed class TrackTests : IDisposable
{
    private readonly VrrpSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Each_kind_has_its_object_and_a_name()
    {
        TrackOptions[] tracks = [.. _session.Run("""
            New-VrrpTrack -Interface eth1 -Weight -50
            New-VrrpTrack -Script /usr/local/bin/check, --quick -User nobody
            New-VrrpTrack -Process nginx -Quorum 2
            New-VrrpTrack -PidFile /run/nginx.pid
            New-VrrpTrack -File /run/weight -Weight 1
            New-VrrpTrack -Http https://127.0.0.1/health -Status 204 -HostHeader www.example -SkipCertificateCheck
            New-VrrpTrack -Tcp [::1]:8080
            New-VrrpTrack -Gateway default
            New-VrrpTrack -Gateway 192.0.2.1 -Name way
            New-VrrpTrack -UpstreamMonitor app -MinimumHealthy 2 -Upstream api -Weight -20
            New-VrrpTrack -UpstreamMonitor app -Rise 2
            """).Cast<TrackOptions>()];
        Assert.Equal(
            ["interface eth1", "script check", "process nginx", "pid file nginx.pid", "file weight", "https://127.0.0.1/health", "tcp [::1]:8080", "gateway default", "way", "upstream api", "upstream app"],
            tracks.Select(track => track.Name));
        Assert.Equal(("eth1", -50), (Assert.IsType<InterfaceTrackOptions>(tracks[0]).Interface, tracks[0].Weight));
        var script = Assert.IsType<ScriptTrackOptions>(tracks[1]);
        Assert.Equal(("/usr/local/bin/check", "--quick", "nobody"), (script.Program, Assert.Single(script.Arguments), script.User));
        Assert.Equal(("nginx", 2), (Assert.IsType<ProcessTrackOptions>(tracks[2]).ProcessName, ((ProcessTrackOptions)tracks[2]).Quorum));
        Assert.Equal("/run/nginx.pid", Assert.IsType<ProcessTrackOptions>(tracks[3]).PidFile);
        Assert.Equal("/run/weight", Assert.IsType<FileTrackOptions>(tracks[4]).Path);
        var http = Assert.IsType<HttpTrackOptions>(tracks[5]);
        Assert.Equal((204, 204, "www.example", true), (http.MinimumStatus, http.MaximumStatus, http.HostHeader, http.SkipCertificateCheck));
        Assert.Equal(("::1", 8080), (Assert.IsType<TcpTrackOptions>(tracks[6]).Host.Trim('[', ']'), ((TcpTrackOptions)tracks[6]).Port));
        Assert.Null(Assert.IsType<GatewayTrackOptions>(tracks[7]).Gateway);
        Assert.Equal("192.0.2.1", ((GatewayTrackOptions)tracks[8]).Gateway!.ToString());
        Assert.Equal(new UpstreamTrackOptions { Name = "upstream api", Monitor = "app", Upstream = "api", MinimumHealthy = 2, Weight = -20 }, tracks[9]);
        Assert.Equal(new UpstreamTrackOptions { Name = "upstream app", Monitor = "app", Rise = 2 }, tracks[10]);
    }

    [Fact]
    public void Timing_is_that_of_every_check()
    {
        var track = (PeriodicTrackOptions)Assert.Single(_session.Run("New-VrrpTrack -Process nginx -Interval 100ms -Timeout 50ms -Rise 3 -Fall 4 -InitialResult Down -Inverted -Weight 9"));
        Assert.Equal((TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), 3, 4), (track.Interval, track.Timeout!.Value, track.Rise, track.Fall));
        Assert.Equal((false, true, 9), (track.InitiallyUp!.Value, track.Reverse, track.Weight));
    }

    [Theory]
    [InlineData("New-VrrpTrack -Tcp 127.0.0.1", "InvalidValue")]
    [InlineData("New-VrrpTrack -Tcp 127.0.0.1:99999", "InvalidValue")]
    [InlineData("New-VrrpTrack -Gateway 10", "InvalidValue")]
    [InlineData("New-VrrpTrack -Process nginx -Weight 254", "ParameterArgumentValidationError")]
    [InlineData("New-VrrpTrack -UpstreamMonitor app -MinimumHealthy 0", "ParameterArgumentValidationError")]
    [InlineData("New-VrrpTrack -Interface eth0 -Rise 2", "AmbiguousParameterSet")]
    public void Bad_tracks_have_stable_errors(string script, string id) =>
        Assert.Equal($"{id},NginxHa.Cmdlets.Commands.Vrrp.NewVrrpTrackCommand", _session.Fail(script).FullyQualifiedErrorId);

    [Theory]
    [InlineData("$true", true, "True")]
    [InlineData("'noise'; 0", false, "0")]
    [InlineData("", false, "no output")]
    [InlineData("throw 'broken'", false, "broken")]
    [InlineData("Write-Error 'partly broken'; $true", false, null)]
    [InlineData("$using:limit -gt 5", true, "True")]
    public async Task A_script_block_is_up_when_its_last_output_is_true(string script, bool isUp, string? detail)
    {
        var track = (CallbackTrackOptions)Assert.Single(_session.Run($"$limit = 10; New-VrrpTrack -ScriptBlock {{ {script} }}"));
        TrackResult result = await track.Check(TestContext.Current.CancellationToken);
        Assert.Equal(isUp, result.IsUp);
        if (detail is not null)
        {
            Assert.Equal(detail, result.Detail);
        }
    }

    [Fact]
    public async Task A_script_block_that_hangs_is_stopped_and_the_next_check_works()
    {
        var track = (CallbackTrackOptions)Assert.Single(_session.Run("New-VrrpTrack -ScriptBlock { if (-not $global:again) { $global:again = 1; while ($true) { [System.Threading.Thread]::Sleep(1) } }; $true }"));
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await track.Check(limit.Token));
        Assert.True((await track.Check(TestContext.Current.CancellationToken)).IsUp);
    }
}
