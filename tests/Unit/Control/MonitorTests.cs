using System.Runtime.Versioning;
using NginxHa.Control;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Control;

/// <summary>The monitors of the agent, as a client sees them.</summary>
[SupportedOSPlatform("linux")]
public sealed class MonitorTests : IDisposable
{
    // Nothing is asked during a test but sockets that are not there.
    private static readonly MonitorOptions Quiet = new() { ReadOnly = true, Interval = TimeSpan.FromHours(1), Jitter = 0 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nha-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_monitor_is_started_listed_and_stopped_with_all_its_servers()
    {
        await using var host = new ControlHost();
        string path = Write(string.Concat(Enumerable.Range(0, 250).Select(i => $"    server unix:{_folder.FullName}/{i}.sock;\n")));
        UpstreamMonitorStatus started = await host.Client.StartMonitorAsync(Request("app", path), Token);
        Assert.Equal(("app", path, true, 250), (started.Name, started.Path, started.Running, started.Servers.Count));
        Assert.Equal(Quiet.Interval, started.Options.Interval);

        UpstreamMonitorStatus listed = started;
        while (listed.Servers.Any(server => server.Checks == 0))
        {
            await Task.Delay(10, Token);
            listed = Assert.Single(await host.Client.GetMonitorsAsync(Token));
        }

        Assert.Equal(host.Monitors.Find("app")!.Servers(), listed.Servers);
        Assert.Equal(new UpstreamSummary(UpstreamProtocol.Http, "app", 250, 250, 250, 250), Assert.Single(listed.Upstreams));
        Assert.Equal(1, listed.Servers[0].Failures);

        UpstreamMonitorStatus last = await host.Client.StopMonitorAsync("APP", keepMarks: true, Token);
        Assert.Equal(("app", false), (last.Name, last.Running));
        Assert.Empty(await host.Client.GetMonitorsAsync(Token));
        Assert.Empty(host.Monitors.List());
        Assert.Contains(host.Log, line => line.Line.EndsWith("starts the monitor 'app'.", StringComparison.Ordinal));
        Assert.Contains(host.Log, line => line.Line.EndsWith("stops the monitor 'APP'.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_happened_is_told_with_the_first_servers_of_each_event()
    {
        await using var host = new ControlHost();
        string path = Write(string.Concat(Enumerable.Range(0, 150).Select(i => $"    server unix:{_folder.FullName}/{i}.sock;\n")));
        await host.Client.StartMonitorAsync(
            new UpstreamMonitorRequest
            {
                Name = "app",
                ConfigurationPath = path,
                ProgramPath = null,
                Options = new MonitorOptions { Interval = TimeSpan.FromMilliseconds(50), Fall = 1, MaximumInterval = TimeSpan.FromHours(1), Debounce = TimeSpan.FromSeconds(1), MinimumHealthy = 10 },
            },
            Token);
        MonitorEvent? takenOut = null;
        while (takenOut is null)
        {
            await Task.Delay(20, Token);
            takenOut = Assert.Single(await host.Client.GetMonitorsAsync(Token)).Events.FirstOrDefault(happened => happened.Kind == MonitorEventKind.TakenOut);
        }

        Assert.InRange(takenOut.Servers.Count, 1, 100);
        if (takenOut.Servers.Count == 100)
        {
            Assert.Contains(" more; nginx was not reloaded", takenOut.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refusals_say_why_and_what_of()
    {
        await using var host = new ControlHost();
        string path = Write("    server 127.0.0.1:9;\n");
        await host.Client.StartMonitorAsync(Request("app", path) with { Options = Quiet with { ReadOnly = false } }, Token);
        await RefusesAsync(UpstreamMonitorFailure.NameInUse, "App", () => host.Client.StartMonitorAsync(Request("App", path), Token));
        await RefusesAsync(UpstreamMonitorFailure.Conflict, "app", () => host.Client.StartMonitorAsync(Request("other", path) with { Options = Quiet with { ReadOnly = false } }, Token));
        await RefusesAsync(UpstreamMonitorFailure.UpstreamNotFound, "api", () => host.Client.StartMonitorAsync(Request("other", path) with { Options = Quiet with { Upstreams = ["api"] } }, Token));
        await RefusesAsync(UpstreamMonitorFailure.ConfigurationNotFound, path + "x", () => host.Client.StartMonitorAsync(Request("other", path + "x"), Token));
        await RefusesAsync(UpstreamMonitorFailure.InvalidOptions, "other", () => host.Client.StartMonitorAsync(Request("other", path) with { Options = Quiet with { MaximumInterval = TimeSpan.FromSeconds(1) } }, Token));
        await RefusesAsync(UpstreamMonitorFailure.NginxFailed, "", () => host.Client.StartMonitorAsync(Request("other", path) with { ConfigurationPath = null, ProgramPath = "/nowhere/nginx" }, Token));
        await RefusesAsync(UpstreamMonitorFailure.NotFound, "other", () => host.Client.StopMonitorAsync("other", keepMarks: false, Token));
        await File.WriteAllTextAsync(path, "upstream {", Token);
        await RefusesAsync(UpstreamMonitorFailure.ConfigurationInvalid, "", () => host.Client.StartMonitorAsync(Request("other", path), Token));
        Assert.Equal("app", Assert.Single(host.Monitors.List()).Name);
    }

    [Fact]
    public async Task An_agent_without_monitors_says_so()
    {
        await using var host = new ControlHost(start: false);
        await using var server = new ControlServer(host.Engine, host.Agent, host.Settings);
        server.Start();
        VrrpEngineException error = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.GetMonitorsAsync(Token));
        Assert.Equal(VrrpEngineError.AgentIncompatible, error.Error);
    }

    private static UpstreamMonitorRequest Request(string name, string path) => new() { Name = name, ConfigurationPath = path, Options = Quiet };

    private static async Task RefusesAsync(UpstreamMonitorFailure failure, string subject, Func<Task> action)
    {
        UpstreamMonitorException error = await Assert.ThrowsAsync<UpstreamMonitorException>(action);
        Assert.Equal((failure, subject), (error.Failure, error.Subject));
        Assert.NotEmpty(error.Message);
    }

    private string Write(string servers)
    {
        string path = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(path, $"upstream app {{\n{servers}}}\n");
        return path;
    }
}
