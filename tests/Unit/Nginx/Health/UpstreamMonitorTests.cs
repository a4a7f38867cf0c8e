using Microsoft.Extensions.Time.Testing;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Tests.Unit.Nginx.Health;

public sealed class UpstreamMonitorTests : IDisposable
{
    private static readonly MonitorOptions Options = new()
    {
        Interval = TimeSpan.FromSeconds(2),
        Jitter = 0,
        Fall = 3,
        Rise = 2,
        Debounce = TimeSpan.FromMilliseconds(500),
        ReloadInterval = TimeSpan.Zero,
        MaximumInterval = TimeSpan.FromSeconds(2),
    };

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("nginx-monitor-").FullName, "nginx.conf");
    private readonly FakeTimeProvider _time = new();
    private readonly HashSet<string> _broken = [];
    private readonly List<UpstreamMonitor> _monitors = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public async Task Servers_go_and_come_back_in_the_file_itself()
    {
        const string Text = "events {}\nhttp {\n    upstream app {\n        server 10.0.0.1:80; # one\n        server 10.0.0.2:80;\n        server 10.0.0.3:80 down; # by hand\n    }\n}\n";
        await File.WriteAllTextAsync(_path, Text, Cancellation);
        await using UpstreamMonitor monitor = Make(Options);
        Break("10.0.0.1");
        monitor.Start();
        TimeSpan took = await UntilAsync(() => File.ReadAllText(_path) != Text);
        Assert.Equal(Text.Replace("10.0.0.1:80;", "10.0.0.1:80 down; # marked down by NginxHa", StringComparison.Ordinal), await File.ReadAllTextAsync(_path, Cancellation));
        Assert.InRange(took, TimeSpan.FromSeconds(4.4), TimeSpan.FromSeconds(6.6));
        Assert.Equal(Text, await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(_path)!, ".nginx.conf.previous"), Cancellation));
        Repair("10.0.0.1");
        await UntilAsync(() => File.ReadAllText(_path) == Text);
        await UntilAsync(() => monitor.Events().Count >= 4);
        Assert.Equal(
            [MonitorEventKind.Unhealthy, MonitorEventKind.TakenOut, MonitorEventKind.Healthy, MonitorEventKind.BroughtBack],
            monitor.Events().Select(happened => happened.Kind));
    }

    [Fact]
    public async Task Stopping_brings_back_what_the_monitor_took_out_unless_told_otherwise()
    {
        const string Text = "upstream app { server 10.0.0.1:80; server 10.0.0.2:80; }\n";
        foreach (bool keep in new[] { false, true })
        {
            await File.WriteAllTextAsync(_path, Text, Cancellation);
            Break("10.0.0.2");
            await using UpstreamMonitor monitor = Make(Options);
            monitor.Start();
            await UntilAsync(() => File.ReadAllText(_path) != Text);
            await monitor.StopAsync(keep, Cancellation);
            Assert.Equal(keep, await File.ReadAllTextAsync(_path, Cancellation) != Text);
            Assert.False(monitor.IsRunning);
        }
    }

    [Fact]
    public async Task An_edit_by_hand_is_noticed_and_respected()
    {
        const string Text = "upstream app {\n    server 10.0.0.1:80;\n    server 10.0.0.2:80;\n}\n";
        await File.WriteAllTextAsync(_path, Text, Cancellation);
        await using UpstreamMonitor monitor = Make(Options);
        monitor.Start();
        await UntilAsync(() => monitor.Servers().All(server => server.Healthy == true));
        string edited = Text.Replace("10.0.0.2:80;", "10.0.0.2:80 down;\n    server 10.0.0.3:80;", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_path, edited, Cancellation);
        await UntilAsync(() => monitor.Servers().Count == 3 && monitor.Servers()[2].Healthy == true);
        Assert.Equal(DownOrigin.Person, monitor.Servers()[1].Down);
        Assert.Equal(new UpstreamSummary(UpstreamProtocol.Http, "app", 3, 2, 2), Assert.Single(monitor.Summarize()));
        Assert.True(monitor.Judge(2, "app").IsEnough);
        Assert.Equal(new HealthVerdict(false, "app: 2 of 3 healthy, 3 wanted"), monitor.Judge(3));
        Assert.Equal(new HealthVerdict(false, "no upstream 'none' is watched"), monitor.Judge(1, "none"));
        Break("10.0.0.1");
        await UntilAsync(() => File.ReadAllText(_path).Contains("10.0.0.1:80 down", StringComparison.Ordinal));
        Assert.Contains("10.0.0.2:80 down;\n", await File.ReadAllTextAsync(_path, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_fails_is_told_and_tried_again()
    {
        var configuration = new StubbornConfiguration();
        await using var monitor = new UpstreamMonitor("test", configuration, Options, ProbeAsync, _time, () => 0.5);
        Break("10.0.0.1");
        monitor.Start();
        await UntilAsync(() => configuration.Attempts == 3);
        Assert.Equal(2, monitor.Events().Count(happened => happened.Kind == MonitorEventKind.Failed));
        await UntilAsync(() => monitor.Reloads == 1);
    }

    [Fact]
    public async Task Only_the_chosen_upstreams_are_watched()
    {
        await File.WriteAllTextAsync(_path, "upstream a { server 10.0.0.1; } upstream b { server 10.0.0.2; }", Cancellation);
        await using UpstreamMonitor monitor = Make(Options with { Upstreams = ["b"] });
        monitor.Start();
        Assert.Equal("10.0.0.2", Assert.Single(monitor.Servers()).Key.Address);
    }

    private UpstreamMonitor Make(MonitorOptions options)
    {
        var monitor = new UpstreamMonitor("test", new NginxMonitoredConfiguration(_path, server: null, options.Upstreams), options, ProbeAsync, _time, () => 0.5);
        _monitors.Add(monitor);
        return monitor;
    }

    private void Break(string host)
    {
        lock (_broken)
        {
            _broken.Add(host);
        }
    }

    private void Repair(string host)
    {
        lock (_broken)
        {
            _broken.Remove(host);
        }
    }

    private Task<IReadOnlyList<HealthResult>> ProbeAsync(HealthTarget target, CancellationToken cancellationToken)
    {
        bool healthy;
        lock (_broken)
        {
            healthy = !_broken.Contains(target.Address.Host);
        }

        IReadOnlyList<HealthResult> results =
        [
            new HealthResult
            {
                Upstream = target.Upstream,
                Server = target.Address.ToString(),
                Address = target.Address.ToString(),
                Kind = HealthCheckKind.Tcp,
                Healthy = healthy,
                Reason = healthy ? "connected" : "connection refused",
                Latency = TimeSpan.FromMilliseconds(1),
                Time = _time.GetUtcNow(),
            },
        ];
        return Task.FromResult(results);
    }

    /// <summary>Moves the clock in small steps, each time letting the monitor do its work, until something holds.</summary>
    private async Task<TimeSpan> UntilAsync(Func<bool> condition)
    {
        DateTimeOffset start = _time.GetUtcNow();
        for (int i = 0; i < 3000; i++)
        {
            if (condition())
            {
                return _time.GetUtcNow() - start;
            }

            // Real work on real threads: give it its turn before the clock moves on.
            await Task.Delay(3, Cancellation);
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        throw new TimeoutException($"it did not come about; the file is:\n{(File.Exists(_path) ? File.ReadAllText(_path) : string.Empty)}\n{string.Join('\n', _monitors.SelectMany(monitor => monitor.Events()))}\n{string.Join('\n', _monitors.SelectMany(monitor => monitor.Servers()))}");
    }

    private sealed class StubbornConfiguration : IMonitoredConfiguration
    {
        private DownOrigin _down;

        public int Attempts { get; private set; }

        public string Path => "/nginx.conf";

        public bool HasChanged() => false;

        public IReadOnlyList<ConfiguredServer> Read() =>
        [
            Server("10.0.0.1", _down),
            Server("10.0.0.2", DownOrigin.None),
        ];

        public Task<TimeSpan?> ApplyAsync(MonitorPlan plan, CancellationToken cancellationToken)
        {
            Attempts++;
            if (Attempts < 3)
            {
                throw new NginxException(NginxFailure.ReloadFailed, "not now");
            }

            _down = DownOrigin.Monitor;
            return Task.FromResult<TimeSpan?>(TimeSpan.FromMilliseconds(5));
        }

        private static ConfiguredServer Server(string host, DownOrigin down) =>
            new(new ServerKey(UpstreamProtocol.Http, "app", host, 0), new HealthTarget(new ServerAddress(host, 80, null), "app"), down);
    }
}
