using System.Management.Automation;
using System.Runtime.Versioning;
using NginxHa.Cmdlets.Commands.Nginx;
using NginxHa.Nginx.Upstreams;
using NginxHa.Tests.Unit.Cmdlets.Vrrp;
using NginxHa.Tests.Unit.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Nginx;

/// <summary>The cmdlets about monitors, over those of this process and those of an agent behind a real control socket.</summary>
[SupportedOSPlatform("linux")]
[Collection(ModuleStateCollection.Name)]
public sealed class MonitorCommandTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nha-");
    private readonly ControlHost _host = new();
    private readonly VrrpSession _session;
    private readonly string _path;

    public MonitorCommandTests()
    {
        _session = new VrrpSession(_host.Client);
        _path = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(_path, $"upstream app {{ server unix:{_folder.FullName}/a.sock; server unix:{_folder.FullName}/b.sock; }}\nupstream api {{ server unix:{_folder.FullName}/c.sock; }}\n");
        _session.Run($"$conf = '{_path}'; $quiet = @{{ Path = $conf; Interval = '1h'; Jitter = 0 }}");
    }

    public async ValueTask DisposeAsync()
    {
        _session.Try("Stop-NginxUpstreamMonitor * -Engine Session");
        _session.Dispose();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Both_engines_have_monitors_and_one_pipeline_stops_them()
    {
        object[] started = _session.Run("""
            Start-NginxUpstreamMonitor here @quiet -Upstream app
            Start-NginxUpstreamMonitor there @quiet -Upstream api -Engine Agent
            """);
        Assert.Equal([("here", EngineKind.Session), ("there", EngineKind.Agent)], started.Cast<NginxUpstreamMonitor>().Select(monitor => (monitor.Name, monitor.Engine)));
        Assert.All(started.Cast<NginxUpstreamMonitor>(), monitor => Assert.Equal((_path, true, InstanceOrigin.Request), (monitor.Path, monitor.Running, monitor.Origin)));
        Assert.Equal(["api"], ((NginxUpstreamMonitor)started[1]).Options.Upstreams);
        Assert.Equal(["here:Session", "there:Agent"], _session.Run("Get-NginxUpstreamMonitor | ForEach-Object { \"$($_.Name):$($_.Engine)\" }"));
        Assert.Equal(["there"], _session.Run("(Get-NginxUpstreamMonitor -Engine Agent).Name"));
        Assert.Equal(["here"], _session.Run("(Get-NginxUpstreamMonitor H*).Name"));
        Assert.Equal(["there"], _session.Run("'there' | Get-NginxUpstreamMonitor | ForEach-Object Name"));
        Assert.Equal(["here:False", "there:False"], _session.Run("Get-NginxUpstreamMonitor | Stop-NginxUpstreamMonitor -PassThru | ForEach-Object { \"$($_.Name):$($_.Running)\" }"));
        Assert.Empty(_session.Run("Get-NginxUpstreamMonitor"));
        Assert.Empty(_host.Monitors.List());
    }

    [Fact]
    public void The_pipeline_stops_the_one_it_means_of_two_of_the_same_name()
    {
        _session.Run("""
            $null = Start-NginxUpstreamMonitor same @quiet -Upstream app
            $null = Start-NginxUpstreamMonitor same @quiet -Upstream api -Engine Agent
            Get-NginxUpstreamMonitor -Engine Session | Stop-NginxUpstreamMonitor
            """);
        Assert.Equal(["Agent"], _session.Run("(Get-NginxUpstreamMonitor same).Engine.ToString()"));
    }

    [Fact]
    public async Task Upstreams_show_what_the_monitors_of_both_know()
    {
        _session.Run("""
            $null = Start-NginxUpstreamMonitor here @quiet -Upstream app
            $null = Start-NginxUpstreamMonitor there @quiet -Upstream api -Engine Agent
            """);
        while (!_session.Run("(Get-NginxUpstreamMonitor).Servers.Checks").All(checks => (long)checks > 0))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Upstream[] upstreams = [.. _session.Run("Get-NginxUpstream -Path $conf").Cast<Upstream>()];
        Assert.Equal([("app", 2), ("api", 1)], upstreams.Select(upstream => (upstream.Name, upstream.Servers.Count)));
        Assert.All(upstreams.SelectMany(upstream => upstream.Servers), server => Assert.Equal((1, false), (server.Health!.InARow, server.Health.LastSuccess)));
    }

    [Fact]
    public void With_what_if_nothing_starts_and_nothing_stops()
    {
        _session.Run("$null = Start-NginxUpstreamMonitor here @quiet -WhatIf; $null = Start-NginxUpstreamMonitor there @quiet -Engine Agent -WhatIf");
        Assert.Empty(_session.Run("Get-NginxUpstreamMonitor"));
        _session.Run("$null = Start-NginxUpstreamMonitor here @quiet; Stop-NginxUpstreamMonitor here -WhatIf");
        Assert.Single(_session.Run("Get-NginxUpstreamMonitor"));
    }

    [Theory]
    [InlineData("Start-NginxUpstreamMonitor HERE @quiet -ReadOnly", "NginxMonitorExists", ErrorCategory.ResourceExists)]
    [InlineData("Start-NginxUpstreamMonitor THERE @quiet -ReadOnly -Engine Agent", "NginxMonitorExists", ErrorCategory.ResourceExists)]
    [InlineData("Start-NginxUpstreamMonitor new @quiet", "NginxMonitorConflict", ErrorCategory.ResourceExists)]
    [InlineData("Start-NginxUpstreamMonitor new @quiet -Upstream app -Engine Agent", "NginxMonitorConflict", ErrorCategory.ResourceExists)]
    [InlineData("Start-NginxUpstreamMonitor new @quiet -Upstream api", "NginxMonitorConflict", ErrorCategory.ResourceExists)]
    [InlineData("Start-NginxUpstreamMonitor new @quiet -Upstream none", "NginxUpstreamNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-NginxUpstreamMonitor new @quiet -Upstream none -Engine Agent", "NginxUpstreamNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-NginxUpstreamMonitor new -Path /nowhere/nginx.conf", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-NginxUpstreamMonitor new -Path /nowhere/nginx.conf -Engine Agent", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-NginxUpstreamMonitor new @quiet -ReadOnly -MaximumInterval 1s", "InvalidArgument", ErrorCategory.InvalidArgument)]
    [InlineData("Start-NginxUpstreamMonitor new @quiet -ReadOnly -BodyMatch '['", "InvalidValue", ErrorCategory.InvalidArgument)]
    [InlineData("Get-NginxUpstreamMonitor none", "NginxMonitorNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Stop-NginxUpstreamMonitor none", "NginxMonitorNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-NginxUpstreamMonitor here -Engine Agent", "NginxMonitorNotFound", ErrorCategory.ObjectNotFound)]
    public void Errors_have_stable_ids(string script, string id, ErrorCategory category)
    {
        _session.Run("$null = Start-NginxUpstreamMonitor here @quiet -Upstream app; $null = Start-NginxUpstreamMonitor there @quiet -Upstream api -Engine Agent");
        ErrorRecord error = _session.Fail(script);
        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Equal(2, _session.Run("Get-NginxUpstreamMonitor").Length);
    }

    [Fact]
    public void Without_an_agent_the_monitors_of_this_process_go_on()
    {
        using var alone = new VrrpSession();
        alone.Run($"$null = Start-NginxUpstreamMonitor here -Path '{_path}' -ReadOnly");
        Assert.Single(alone.Run("Get-NginxUpstreamMonitor"));
        Assert.Equal("AgentUnavailable", alone.Fail("Get-NginxUpstreamMonitor -Engine Agent").FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("AgentUnavailable", alone.Fail($"Start-NginxUpstreamMonitor new -Path '{_path}' -ReadOnly -Engine Agent").FullyQualifiedErrorId.Split(',')[0]);
        alone.Run("Stop-NginxUpstreamMonitor here");
    }

    [Fact]
    public void A_track_of_this_process_follows_a_monitor_of_this_process()
    {
        _session.Run("$null = Start-NginxUpstreamMonitor here @quiet -Upstream api -ReadOnly");
        var track = new UpstreamTrackOptions { Name = "t", Monitor = "HERE", Upstream = "api" };
        Assert.True(UpstreamTracks.Judge(UpstreamMonitors.Session, track).IsPending);
        _session.Run("Stop-NginxUpstreamMonitor here");
        Assert.Equal("there is no monitor 'HERE'", UpstreamTracks.Judge(UpstreamMonitors.Session, track).Detail);
    }
}
