using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

[Collection(TimingSensitive.Name)]
public sealed class UnderLoadTests(ITestOutputHelper output)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [InteropFact(Needs.Nginx)]
    public async Task No_request_is_lost_on_a_reload()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/wrk"), "needs wrk, which is not installed");
        await using LocalNginx nginx = await LocalNginx.CreateAsync(
            site => $"server {{ listen 127.0.0.1:{site.Port} backlog=4096; location / {{ return 200 \"ok\"; }} }}", Cancellation);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        using var load = new Load(nginx.Port, TimeSpan.FromSeconds(6));
        int reloads = 0;
        while (!load.HasEnded)
        {
            await nginx.Server.ReloadAsync(LocalNginx.Patience, Cancellation);
            reloads++;
            await Task.Delay(50, Cancellation);
        }

        (long requests, long bad, long lost) = await load.EndAsync(Cancellation);
        output.WriteLine($"{requests} requests during {reloads} reloads: {bad} with an error status, {lost} without an answer");
        Assert.InRange(reloads, 5, int.MaxValue);
        Assert.InRange(requests, 100, long.MaxValue);
        Assert.Equal((0, 0), (bad, lost));
        Assert.All(nginx.Requests(), request => Assert.Equal("200", request.Status));
    }

    [InteropFact(Needs.Nginx)]
    public async Task Failed_requests_stop_within_fall_times_interval_and_the_reload()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/wrk"), "needs wrk, which is not installed");
        using BackEnd first = new(), second = new(), third = new();
        BackEnd[] backEnds = [first, second, third];
        foreach (BackEnd backEnd in backEnds)
        {
            await backEnd.StartAsync(Cancellation);
        }

        // Without the help of nginx's own passive checks: what fails shows.
        await using LocalNginx nginx = await LocalNginx.CreateAsync(
            site => "upstream app {\n" + string.Concat(backEnds.Select(b => $"    server 127.0.0.1:{b.Port} max_fails=0;\n")) + "}\n"
                + $"server {{ listen 127.0.0.1:{site.Port} backlog=4096; location / {{ proxy_pass http://app; proxy_next_upstream off; }} }}",
            Cancellation);
        string text = await File.ReadAllTextAsync(nginx.ConfigurationPath, Cancellation);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        var options = new MonitorOptions
        {
            Check = new HealthCheck { Kind = HealthCheckKind.Http, Timeout = TimeSpan.FromSeconds(1) },
            Interval = TimeSpan.FromMilliseconds(200),
            MaximumInterval = TimeSpan.FromMilliseconds(400),
            Fall = 3,
            Rise = 2,
            Debounce = TimeSpan.FromMilliseconds(50),
            ReloadInterval = TimeSpan.FromMilliseconds(200),
        };
        await using var monitor = new UpstreamMonitor("interop", new NginxMonitoredConfiguration(nginx.ConfigurationPath, nginx.Server, []), options);
        monitor.Start();
        using var load = new Load(nginx.Port, TimeSpan.FromSeconds(12));
        await Task.Delay(1500, Cancellation);

        double killed = Now();
        second.Kill();
        await Eventually.TrueAsync(() => monitor.Servers()[1].Down == DownOrigin.Monitor, LocalNginx.Patience, () => Tell(monitor), Cancellation);
        double out_ = Now();
        await Task.Delay(2000, Cancellation);
        double revived = Now();
        await second.StartAsync(Cancellation);
        await Eventually.TrueAsync(() => monitor.Servers()[1].Down == DownOrigin.None, LocalNginx.Patience, () => Tell(monitor), Cancellation);
        (long requests, long bad, long lost) = await load.EndAsync(Cancellation);
        await monitor.StopAsync(keepMarks: false, Cancellation);

        (double Time, string Status, string Upstream)[] all = [.. nginx.Requests()];
        (double Time, string Status, string Upstream)[] failed = [.. all.Where(request => request.Status.StartsWith('5'))];
        double last = failed.Max(request => request.Time);
        TimeSpan reload = TimeSpan.FromMilliseconds(500);
        double bound = (options.Fall * options.Interval * (1 + options.Jitter)).TotalSeconds + options.Debounce.TotalSeconds + reload.TotalSeconds;
        output.WriteLine($"{requests} requests, {bad} failed, {lost} lost; the last failed {last - killed:F3} s after the kill, marked down after {out_ - killed:F3} s, bound {bound:F3} s");
        output.WriteLine(string.Join('\n', monitor.Events()));

        // The machine may be busy: a second more for processes to get their turn.
        Assert.InRange(last - killed, 0, bound + 1);
        Assert.All(failed, request => Assert.EndsWith($":{second.Port}", request.Upstream, StringComparison.Ordinal));
        Assert.Equal(0, lost);
        Assert.DoesNotContain(all, request => request.Time > out_ + 1 && request.Time < revived && request.Upstream.EndsWith($":{second.Port}", StringComparison.Ordinal));
        Assert.Contains(all, request => request.Time > revived && request.Status == "200" && request.Upstream.EndsWith($":{second.Port}", StringComparison.Ordinal));
        Assert.Equal(text, await File.ReadAllTextAsync(nginx.ConfigurationPath, Cancellation));
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private static string Tell(UpstreamMonitor monitor) => string.Join('\n', monitor.Events());
}
