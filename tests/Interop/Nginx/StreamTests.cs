using System.Net;
using System.Net.Sockets;
using System.Text;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

/// <summary>Upstreams of stream: the same care as for those of http, with a real nginx that passes connections on.</summary>
[Collection(TimingSensitive.Name)]
public sealed class StreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [InteropFact(Needs.Nginx)]
    public async Task The_monitor_takes_a_dead_server_of_a_stream_upstream_out_and_brings_it_back()
    {
        string load = await StreamModule.RequireAsync(Cancellation);
        using NamedServer one = new("one"), two = new("two");
        await using LocalNginx nginx = await LocalNginx.CreateWholeAsync(
            site => $$"""
                {{load}}
                {{site.Head}}
                stream {
                    upstream database {
                        server 127.0.0.1:{{one.Port}} max_fails=0;
                        server 127.0.0.1:{{two.Port}} max_fails=0;
                    }
                    server {
                        listen 127.0.0.1:{{site.Port}};
                        proxy_pass database;
                        proxy_next_upstream off;
                    }
                }

                """,
            Cancellation);
        string text = await File.ReadAllTextAsync(nginx.ConfigurationPath, Cancellation);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        Assert.Equal(["one", "two"], await AskAsync(nginx.Port, 6));
        await using var monitor = new UpstreamMonitor(
            "stream",
            new NginxMonitoredConfiguration(nginx.ConfigurationPath, nginx.Server, []),
            new MonitorOptions { Interval = TimeSpan.FromMilliseconds(50), Fall = 2, Rise = 2, Debounce = TimeSpan.Zero, ReloadInterval = TimeSpan.Zero });
        monitor.Start();

        two.Kill();
        await UntilAsync(monitor, DownOrigin.Monitor);
        Assert.Equal(UpstreamProtocol.Stream, monitor.Servers()[1].Key.Protocol);
        Assert.Equal(["one"], await AskAsync(nginx.Port, 6));

        two.Revive();
        await UntilAsync(monitor, DownOrigin.None);
        Assert.Equal(["one", "two"], await AskAsync(nginx.Port, 6));
        await monitor.StopAsync(keepMarks: false, Cancellation);
        Assert.Equal(text, await File.ReadAllTextAsync(nginx.ConfigurationPath, Cancellation));
    }

    [InteropFact(Needs.Nginx)]
    public async Task A_connection_outlives_the_reload_that_takes_its_server_out()
    {
        string load = await StreamModule.RequireAsync(Cancellation);
        using NamedServer one = new("one"), two = new("two");
        await using LocalNginx nginx = await LocalNginx.CreateWholeAsync(
            site => $$"""
                {{load}}
                {{site.Head}}
                stream {
                    upstream database { server 127.0.0.1:{{one.Port}}; server 127.0.0.1:{{two.Port}}; }
                    server { listen 127.0.0.1:{{site.Port}}; proxy_pass database; }
                }

                """,
            Cancellation);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, nginx.Port, Cancellation);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        string name = (await reader.ReadLineAsync(Cancellation))!;
        int index = name == "one" ? 0 : 1;
        var configuration = new NginxMonitoredConfiguration(nginx.ConfigurationPath, nginx.Server, []);
        ServerKey key = configuration.Read()[index].Key;
        Assert.NotNull(await configuration.ApplyAsync(new MonitorPlan([key], []), Cancellation));
        Assert.Equal([name == "one" ? "two" : "one"], await AskAsync(nginx.Port, 4));
        await client.GetStream().WriteAsync("still there\n"u8.ToArray(), Cancellation);
        Assert.Equal($"{name}: still there", await reader.ReadLineAsync(Cancellation));
    }

    [InteropFact(Needs.Nginx)]
    public async Task A_load_balancer_for_stream_passes_the_test_of_nginx_and_balances()
    {
        string load = await StreamModule.RequireAsync(Cancellation);
        using NamedServer one = new("one"), two = new("two");
        await using LocalNginx nginx = await LocalNginx.CreateWholeAsync(
            site => $"error_log {site["error.log"]} notice;\n" + LoadBalancerWriter.Write(new LoadBalancerOptions
            {
                Name = "database",
                Protocol = UpstreamProtocol.Stream,
                Servers = [Server(one), Server(two) with { Weight = 2, MaxFails = 2 }],
                Listen = [$"127.0.0.1:{site.Port}"],
                PidFile = site["nginx.pid"],
                AccessLog = site["access.log"],
                StatusPort = 0,
                ModuleIncludes = [site.Write("modules.conf", load)],
            }),
            Cancellation);
        NginxTestResult said = await nginx.Server.TestAsync(Cancellation);
        Assert.True(said.Success, said.Output);
        Assert.Empty(said.Diagnostics);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        Assert.Equal(["one", "two"], await AskAsync(nginx.Port, 9));
    }

    private static UpstreamServerSettings Server(NamedServer server) => new() { Address = new ServerAddress("127.0.0.1", server.Port, null) };

    private static Task UntilAsync(UpstreamMonitor monitor, DownOrigin down) => Eventually.TrueAsync(
        () => monitor.Servers()[1].Down == down, LocalNginx.Patience, () => string.Join('\n', monitor.Events()), Cancellation);

    /// <summary>Connects several times; the names of the servers that answered, each once. One that does not answer is "-".</summary>
    private static async Task<string[]> AskAsync(int port, int times)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < times; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            names.Add(await reader.ReadLineAsync(Cancellation) ?? "-");
        }

        return [.. names];
    }
}
