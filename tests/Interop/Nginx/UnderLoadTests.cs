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
    public async Task No_request_of_a_persistent_connection_is_lost_on_a_reload()
    {
        await using LocalNginx nginx = await LocalNginx.CreateAsync(
            site => $"keepalive_requests 1000000; server {{ listen 127.0.0.1:{site.Port} backlog=4096; location / {{ return 200 \"ok\"; }} }}", Cancellation);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);

        // nginx closes a connection that is idle when its worker shuts down; a request that is on its way just then gets no answer,
        // and is asked again on a new one (RFC 9112 section 9.3.1), as browsers and proxies do.
        int connections = 0;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, token);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });
        var uri = new Uri($"http://127.0.0.1:{nginx.Port}/");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<(int Requests, int Again)>[] clients = [.. Enumerable.Range(0, 8).Select(_ => AskUntilAsync(client, uri, ending.Token))];
        const int Reloads = 8;
        for (int i = 0; i < Reloads; i++)
        {
            await Task.Delay(200, Cancellation);
            await nginx.Server.ReloadAsync(LocalNginx.Patience, Cancellation);
        }

        await ending.CancelAsync();
        (int Requests, int Again)[] all = await Task.WhenAll(clients);
        (int requests, int again) = (all.Sum(one => one.Requests), all.Sum(one => one.Again));
        output.WriteLine($"{requests} requests over {connections} connections during {Reloads} reloads, {again} of them asked again");
        Assert.InRange(again, 0, Reloads * clients.Length);

        // Otherwise they were not persistent, or no reload closed one of them.
        Assert.InRange(connections, 8 + 1, requests / 2);
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
        double noticed = Seconds(monitor, MonitorEventKind.Unhealthy, second, killed), takenOut = Seconds(monitor, MonitorEventKind.TakenOut, second, killed);
        double bound = (options.Fall * options.Interval * (1 + options.Jitter)).TotalSeconds;
        output.WriteLine($"{requests} requests, {bad} failed, {lost} lost; after the kill: noticed {noticed - killed:F3} s (bound {bound:F3} s), taken out {takenOut - killed:F3} s, last failed {last - killed:F3} s");
        output.WriteLine(string.Join('\n', monitor.Events()));

        // Noticed within fall x interval; from then on it is the debounce, the test of the new text by nginx and the reload,
        // which take what they take. On a busy machine each step may wait for its turn.
        Assert.InRange(noticed - killed, 0, bound + 2);
        Assert.InRange(takenOut - noticed, options.Debounce.TotalSeconds, options.Debounce.TotalSeconds + 5);
        Assert.InRange(last - killed, 0, takenOut - killed + 1);
        Assert.All(failed, request => Assert.EndsWith($":{second.Port}", request.Upstream, StringComparison.Ordinal));
        Assert.Equal(0, lost);
        Assert.DoesNotContain(all, request => request.Time > out_ + 1 && request.Time < revived && request.Upstream.EndsWith($":{second.Port}", StringComparison.Ordinal));
        Assert.Contains(all, request => request.Time > revived && request.Status == "200" && request.Upstream.EndsWith($":{second.Port}", StringComparison.Ordinal));
        Assert.Equal(text, await File.ReadAllTextAsync(nginx.ConfigurationPath, Cancellation));
    }

    /// <summary>One request after the other until it is told to end. One that meets a connection that is closing is asked again; any other failure fails the test.</summary>
    private static async Task<(int Requests, int Again)> AskUntilAsync(HttpClient client, Uri uri, CancellationToken ending)
    {
        int requests = 0, again = 0;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                Assert.Equal("ok", await client.GetStringAsync(uri, CancellationToken.None));
                requests++;
            }
            catch (HttpRequestException exception) when (exception.InnerException is IOException)
            {
                again++;
            }
        }

        return (requests, again);
    }

    /// <summary>When something first happened to a server after a moment; on a busy machine others may have had their moments before.</summary>
    private static double Seconds(UpstreamMonitor monitor, MonitorEventKind kind, BackEnd backEnd, double after) => monitor.Events()
        .Where(happened => happened.Kind == kind && happened.Servers.Any(server => server.Address.EndsWith($":{backEnd.Port}", StringComparison.Ordinal)))
        .Select(happened => happened.Time.ToUnixTimeMilliseconds() / 1000.0)
        .First(time => time >= after);

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private static string Tell(UpstreamMonitor monitor) => string.Join('\n', monitor.Events());
}
