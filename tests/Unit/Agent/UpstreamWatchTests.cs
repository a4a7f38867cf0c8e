using NginxHa.Agent.Logging;
using NginxHa.Agent.Upstreams;
using NginxHa.Nginx.Health;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Agent;

/// <summary>Monitors of the document, and those that clients ask for beside it.</summary>
public sealed class UpstreamWatchTests : IAsyncDisposable
{
    private static readonly MonitorOptions Quiet = new() { ReadOnly = true, Interval = TimeSpan.FromHours(1), Jitter = 0 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nha-");
    private readonly StringWriter _lines = new();
    private readonly UpstreamWatch _watch;
    private readonly string _path;

    public UpstreamWatchTests()
    {
        _path = Path.Combine(_folder.FullName, "nginx.conf");
        _watch = new UpstreamWatch(new AgentLog(new AgentLogSettings { Format = AgentLogFormat.Text, Level = AgentLogLevel.Debug }, _lines, TimeProvider.System));
        Write("app", "api");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAllAsync();
        _watch.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_reload_starts_anew_what_has_changed_and_leaves_the_rest_alone()
    {
        await _watch.ApplyAsync(Settings(("app", Quiet with { Upstreams = ["app"] }), ("api", Quiet with { Upstreams = ["api"] })));
        Dictionary<string, DateTimeOffset> first = await StartedAsync();
        await _watch.ApplyAsync(Settings(("app", Quiet with { Upstreams = ["app"] }), ("api", Quiet with { Upstreams = ["api"], Fall = 9 })));
        Dictionary<string, DateTimeOffset> second = await StartedAsync();
        Assert.Equal((true, false), (first["app"] == second["app"], first["api"] == second["api"]));
        Assert.Equal(9, (await _watch.GetMonitorsAsync(Token)).Single(monitor => monitor.Name == "api").Options.Fall);
        await _watch.ApplyAsync(null);
        Assert.Empty(await _watch.GetMonitorsAsync(Token));
    }

    [Fact]
    public async Task What_a_client_asks_for_lasts_until_the_document_is_read_again()
    {
        NginxSettings settings = Settings(("app", Quiet with { Upstreams = ["app"] }));
        await _watch.ApplyAsync(settings);

        // The document's nginx is meant where none is named.
        UpstreamMonitorStatus asked = await _watch.StartMonitorAsync(new UpstreamMonitorRequest { Name = "mine", Options = Quiet with { Upstreams = ["api"] } }, Token);
        Assert.Equal((_path, false, true), (asked.Path, asked.IsDeclared, asked.Running));
        UpstreamMonitorStatus stopped = await _watch.StopMonitorAsync("APP", keepMarks: false, Token);
        Assert.Equal(("app", true, false), (stopped.Name, stopped.IsDeclared, stopped.Running));
        Assert.False(_watch.IsMissing);
        await _watch.StartMissingAsync();
        Assert.Equal([("mine", false)], await ListAsync());
        Assert.Equal("there is no monitor 'app'", _watch.Judge(new UpstreamTrackOptions { Name = "t", Monitor = "app" }).Detail);

        await _watch.ApplyAsync(settings);
        Assert.Equal([("app", true), ("mine", false)], await ListAsync());
    }

    [Fact]
    public async Task The_document_takes_its_name_back()
    {
        NginxSettings settings = Settings(("app", Quiet with { Upstreams = ["app"] }));
        await _watch.ApplyAsync(settings);
        await _watch.StopMonitorAsync("app", keepMarks: false, Token);
        await _watch.StartMonitorAsync(new UpstreamMonitorRequest { Name = "App", Options = Quiet with { Upstreams = ["api"] } }, Token);
        Assert.Equal([("App", false)], await ListAsync());
        await _watch.ApplyAsync(settings);
        UpstreamMonitorStatus monitor = Assert.Single(await _watch.GetMonitorsAsync(Token));
        Assert.Equal(("app", true, "app"), (monitor.Name, monitor.IsDeclared, Assert.Single(monitor.Options.Upstreams)));
    }

    [Fact]
    public async Task One_whose_configuration_is_not_there_yet_waits_and_says_why()
    {
        File.Delete(_path);
        await _watch.ApplyAsync(Settings(("app", Quiet with { Upstreams = ["app"] })));
        UpstreamMonitorStatus waiting = Assert.Single(await _watch.GetMonitorsAsync(Token));
        Assert.Equal((true, true), (waiting.Running, waiting.IsDeclared));
        Assert.Contains("No such file", waiting.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_cannot_start_is_listed_with_the_reason_which_is_logged_once()
    {
        await _watch.ApplyAsync(new NginxSettings { Program = "/nowhere/nginx", UpstreamMonitors = [new UpstreamMonitorSettings { Name = "app", Options = Quiet }] });
        await _watch.StartMissingAsync();
        Assert.True(_watch.IsMissing);
        Assert.True(_watch.Judge(new UpstreamTrackOptions { Name = "t", Monitor = "app" }).IsPending);
        UpstreamMonitorStatus missing = Assert.Single(await _watch.GetMonitorsAsync(Token));
        Assert.Equal(("app", false, true), (missing.Name, missing.Running, missing.IsDeclared));
        Assert.Contains("/nowhere/nginx", missing.Problem, StringComparison.Ordinal);
        Assert.Equal(1, _lines.ToString().Split('\n').Count(line => line.Contains("could not be started", StringComparison.Ordinal)));
        Assert.False((await _watch.StopMonitorAsync("app", keepMarks: false, Token)).Running);
        Assert.Equal((false, 0), (_watch.IsMissing, (await _watch.GetMonitorsAsync(Token)).Count));
    }

    [Theory]
    [InlineData("app", "app,api", true)]
    [InlineData("app", "", true)]
    [InlineData("app,api", "app", false)]
    [InlineData("", "app,api", false)]
    public async Task Marks_are_handed_over_where_the_successor_minds_the_same_servers(string before, string after, bool handedOver)
    {
        // Servers that are not there: both are out after the first failure, but for the one that has to stay.
        File.WriteAllText(_path, $"upstream app {{ server unix:{_folder.FullName}/a; server unix:{_folder.FullName}/b; }}\nupstream api {{ server unix:{_folder.FullName}/c; server unix:{_folder.FullName}/d; }}\n");
        await _watch.ApplyAsync(Settings(("app", Eager(before, interval: 20))));
        await UntilAsync(() => File.ReadAllText(_path).Split("marked down").Length > (before == "app" ? 1 : 2));
        await _watch.ApplyAsync(Settings(("app", Eager(after, interval: 3_600_000))));
        Assert.Equal(handedOver, File.ReadAllText(_path).Contains("marked down", StringComparison.Ordinal));

        static MonitorOptions Eager(string upstreams, int interval) => new()
        {
            Upstreams = upstreams.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Interval = TimeSpan.FromMilliseconds(interval),
            Fall = 1,
            Debounce = TimeSpan.Zero,
            Jitter = interval > 1000 ? 0.5 : 0,
        };
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, Token);
        }
    }

    private async Task<(string Name, bool IsDeclared)[]> ListAsync() =>
        [.. (await _watch.GetMonitorsAsync(Token)).Select(monitor => (monitor.Name, monitor.IsDeclared))];

    private async Task<Dictionary<string, DateTimeOffset>> StartedAsync() =>
        (await _watch.GetMonitorsAsync(Token)).ToDictionary(monitor => monitor.Name, monitor => monitor.Started);

    private NginxSettings Settings(params (string Name, MonitorOptions Options)[] monitors) => new()
    {
        ConfigurationPath = _path,
        UpstreamMonitors = [.. monitors.Select(monitor => new UpstreamMonitorSettings { Name = monitor.Name, Options = monitor.Options })],
    };

    private void Write(params string[] upstreams) =>
        File.WriteAllText(_path, string.Concat(upstreams.Select(name => $"upstream {name} {{ server unix:{_folder.FullName}/{name}.sock; }}\n")));
}
