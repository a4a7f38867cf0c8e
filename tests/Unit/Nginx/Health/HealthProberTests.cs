using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Tests.Unit.Nginx.Health;

public sealed class HealthProberTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nX-Role: primary\r\nContent-Length: 5\r\n\r\nready";
    private static readonly HealthCheck Http = new() { Kind = HealthCheckKind.Http, Timeout = TimeSpan.FromSeconds(20) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listening_port_is_healthy_and_a_closed_one_says_why_not()
    {
        using var server = new LoopbackServer(Ok);
        var check = new HealthCheck { Timeout = TimeSpan.FromSeconds(20) };
        HealthResult open = await AskAsync(server.Port, check);
        Assert.Equal((true, "connected", $"127.0.0.1:{server.Port}"), (open.Healthy, open.Reason, open.Address));
        int port = server.Port;
        server.Dispose();
        HealthResult closed = await AskAsync(port, check);
        Assert.Equal((false, "connection refused"), (closed.Healthy, closed.Reason));
    }

    [Fact]
    public async Task Silence_is_a_timeout()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        HealthResult result = await AskAsync(((IPEndPoint)listener.LocalEndPoint!).Port, Http with { Timeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal((false, "no answer within 0.1 s"), (result.Healthy, result.Reason));
    }

    [Theory]
    [InlineData("200-399", null, null, true, "status 200")]
    [InlineData("204", null, null, false, "status 200, expected 204")]
    [InlineData("200", "^ready$", null, true, "status 200")]
    [InlineData("200", "busy", null, false, "body does not match \"busy\"")]
    [InlineData("200", null, "primary", true, "status 200")]
    [InlineData("200", null, "replica", false, "header X-Role is \"primary\", expected \"replica\"")]
    public async Task Status_body_and_headers_are_matched(string status, string? body, string? role, bool healthy, string reason)
    {
        using var server = new LoopbackServer(Ok);
        Assert.True(StatusRange.TryParse(status, out StatusRange range));
        HealthCheck check = Http with
        {
            ExpectedStatus = [range],
            Body = body is null ? null : new Regex(body),
            Headers = role is null ? new Dictionary<string, Regex>() : new Dictionary<string, Regex> { ["X-Role"] = new(role) },
        };
        HealthResult result = await AskAsync(server.Port, check);
        Assert.Equal((healthy, reason, 200), (result.Healthy, result.Reason, result.Status));
    }

    [Fact]
    public async Task A_missing_header_and_a_chunked_body_are_understood()
    {
        using var server = new LoopbackServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nrea\r\n2\r\ndy\r\n0\r\n\r\n");
        Assert.True((await AskAsync(server.Port, Http with { Body = new Regex("^ready$") })).Healthy);
        HealthResult missing = await AskAsync(server.Port, Http with { Headers = new Dictionary<string, Regex> { ["X-Role"] = new(".") } });
        Assert.Equal((false, "no header X-Role"), (missing.Healthy, missing.Reason));
    }

    [Fact]
    public async Task The_request_is_the_one_asked_for()
    {
        using var server = new LoopbackServer(Ok);
        await AskAsync(server.Port, Http with { Method = "HEAD", Path = "/health?x=1", HostHeader = "app.example" });
        Assert.StartsWith("HEAD /health?x=1 HTTP/1.1\r\n", server.LastRequest, StringComparison.Ordinal);
        Assert.Contains("Host: app.example\r\n", server.LastRequest, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", server.LastRequest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_http_is_unhealthy()
    {
        using var server = new LoopbackServer("SSH-2.0-x\r\n");
        HealthResult result = await AskAsync(server.Port, Http);
        Assert.False(result.Healthy);
        Assert.Null(result.Status);
        Assert.NotEmpty(result.Reason);
    }

    [Fact]
    public async Task Https_sends_the_name_and_reads_the_expiry()
    {
        DateTimeOffset expires = DateTimeOffset.UtcNow.AddDays(10);
        using var server = new LoopbackServer(Ok, certificate: LoopbackServer.Certificate("app.example", expires));
        HealthCheck check = Http with { Kind = HealthCheckKind.Https, ServerName = "app.example" };
        HealthResult result = await AskAsync(server.Port, check);
        Assert.True(result.Healthy, result.Reason);
        Assert.Equal("app.example", server.SniSeen);
        Assert.InRange(result.CertificateExpires!.Value, expires.AddSeconds(-1), expires);
        Assert.Equal("certificate is not trusted", (await AskAsync(server.Port, check with { VerifyCertificate = true })).Reason);
        Assert.Equal("certificate is not for \"other.example\"", (await AskAsync(server.Port, check with { VerifyCertificate = true, ServerName = "other.example" })).Reason);
        HealthResult soon = await AskAsync(server.Port, check with { MinimumCertificateLifetime = TimeSpan.FromDays(14) });
        Assert.False(soon.Healthy);
        Assert.StartsWith("certificate expires", soon.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_unhealthy_whatever_is_verified()
    {
        using var server = new LoopbackServer(Ok, certificate: LoopbackServer.Certificate("a.example", DateTimeOffset.UtcNow.AddDays(-1)));
        HealthResult result = await AskAsync(server.Port, Http with { Kind = HealthCheckKind.Https });
        Assert.False(result.Healthy);
        Assert.StartsWith("certificate expired", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unix_sockets_are_asked_too()
    {
        string path = Path.Combine(Path.GetTempPath(), $"nha-{Guid.NewGuid():N}.sock");
        using var server = new LoopbackServer(Ok, unixPath: path);
        var target = new HealthTarget(new ServerAddress(string.Empty, null, path));
        HealthResult result = Assert.Single(await new HealthProber().ProbeAsync(target, Http, Cancellation));
        File.Delete(path);
        Assert.Equal((true, $"unix:{path}"), (result.Healthy, result.Address));
        Assert.Contains("Host: localhost\r\n", server.LastRequest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dns_answers_are_judged_by_their_code()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        var check = new HealthCheck { Kind = HealthCheckKind.Dns, DnsName = "app.example", DnsType = DnsRecordType.A, Timeout = TimeSpan.FromSeconds(20) };
        foreach ((byte code, bool healthy, string reason) in new[] { ((byte)0, true, "no error"), ((byte)2, false, "server failure") })
        {
            Task<HealthResult> asking = AskAsync(port, check);
            byte[] query = new byte[512];
            SocketReceiveFromResult received = await server.ReceiveFromAsync(query, new IPEndPoint(IPAddress.Any, 0), Cancellation);
            byte[] question = query[..received.ReceivedBytes];
            Assert.Equal([1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, .. "app"u8, 7, .. "example"u8, 0, 0, 1, 0, 1], question[2..]);

            // A forged answer with another id is passed over.
            byte[] forged = [.. question];
            forged[0] ^= 0xFF;
            forged[2] |= 0x80;
            await server.SendToAsync(forged, received.RemoteEndPoint, Cancellation);
            question[2] |= 0x80;
            question[3] = code;
            await server.SendToAsync(question, received.RemoteEndPoint, Cancellation);
            HealthResult result = await asking;
            Assert.Equal((healthy, reason, (int?)code), (result.Healthy, result.Reason, result.Status));
        }
    }

    [Fact]
    public async Task Udp_is_refused_answered_or_silent()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        var check = new HealthCheck { Kind = HealthCheckKind.Udp, Payload = "ping"u8.ToArray(), Timeout = TimeSpan.FromMilliseconds(100) };
        Assert.Equal((true, "not refused"), Shown(await AskAsync(port, check)));
        Assert.Equal((false, "no answer within 0.1 s"), Shown(await AskAsync(port, check with { RequireReply = true })));
        Task<HealthResult> asking = AskAsync(port, check with { Body = new Regex("^pong"), Timeout = TimeSpan.FromSeconds(20) });
        byte[] buffer = new byte[64];
        EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
        string payload = string.Empty;
        for (int i = 0; i < 3; i++)
        {
            SocketReceiveFromResult received = await server.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), Cancellation);
            sender = received.RemoteEndPoint;
            payload = Encoding.ASCII.GetString(buffer, 0, received.ReceivedBytes);
        }

        Assert.Equal("ping", payload);
        await server.SendToAsync("pong!"u8.ToArray(), sender, Cancellation);
        Assert.Equal((true, "answered"), Shown(await asking));
        server.Dispose();
        Assert.Equal((false, "connection refused"), Shown(await AskAsync(port, check with { Timeout = TimeSpan.FromSeconds(20) })));
    }

    [Fact]
    public async Task Every_address_of_a_name_has_its_result()
    {
        using var server = new LoopbackServer(Ok);
        IPAddress[] addresses = await Dns.GetHostAddressesAsync("localhost", Cancellation);
        var target = new HealthTarget(new ServerAddress("localhost", server.Port, null));
        IReadOnlyList<HealthResult> results = await new HealthProber().ProbeAsync(target, Http, Cancellation);
        Assert.Equal(addresses.Length, results.Count);
        Assert.Contains(results, result => result.Healthy);
        HealthResult unknown = Assert.Single(await new HealthProber().ProbeAsync(new HealthTarget(new ServerAddress("no-such-host.invalid", 80, null)), Http, Cancellation));
        Assert.False(unknown.Healthy);
        Assert.Contains("no-such-host.invalid", unknown.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_servers_are_asked_within_the_throttle()
    {
        using var server = new LoopbackServer(Ok, address: IPAddress.Any);
        int open = 0;
        int most = 0;
        var prober = new HealthProber((endPoint, datagram) =>
        {
            int now = Interlocked.Increment(ref open);
            int seen;
            while (now > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, now, seen) != seen)
            {
            }

            return new CountedSocket(() => Interlocked.Decrement(ref open));
        });
        HealthTarget[] targets = [.. Enumerable.Range(1, 300).Select(i => new HealthTarget(new ServerAddress($"127.0.{i / 250}.{(i % 250) + 1}", server.Port, null)))];
        var results = new List<HealthResult>();
        await foreach (HealthResult result in prober.ProbeAllAsync(targets, new HealthCheck { Timeout = TimeSpan.FromSeconds(20) }, throttleLimit: 7, Cancellation))
        {
            results.Add(result);
        }

        Assert.Equal(targets.Length, results.Select(result => result.Address).Distinct().Count());
        Assert.All(results, result => Assert.True(result.Healthy, result.Reason));
        Assert.InRange(most, 1, 7);
    }

    [Fact]
    public async Task Cancelling_ends_the_asking_at_once()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var started = new TaskCompletionSource();
        var prober = new HealthProber((endPoint, datagram) =>
        {
            started.TrySetResult();
            return new Socket(SocketType.Stream, ProtocolType.Tcp);
        });
        HealthTarget[] targets = [.. Enumerable.Repeat(new HealthTarget(new ServerAddress("127.0.0.1", port, null)), 50)];
        Task reading = Task.Run(
            async () =>
            {
                await foreach (HealthResult result in prober.ProbeAllAsync(targets, Http with { Timeout = TimeSpan.FromMinutes(10) }, 10, stop.Token))
                {
                    Assert.Fail(result.Reason);
                }
            },
            Cancellation);
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Theory]
    [InlineData("Path", "no slash")]
    [InlineData("Method", "get it")]
    [InlineData("DnsName", "a..b")]
    public void Settings_that_cannot_work_are_named(string field, string value)
    {
        HealthCheck check = field switch
        {
            "Path" => Http with { Path = value },
            "Method" => Http with { Method = value },
            _ => Http with { DnsName = value },
        };
        Assert.StartsWith($"{field} is '{value}'", Assert.Throws<ArgumentException>(check.Validate).Message, StringComparison.Ordinal);
    }

    private static (bool Healthy, string Reason) Shown(HealthResult result) => (result.Healthy, result.Reason);

    private static async Task<HealthResult> AskAsync(int port, HealthCheck check) =>
        Assert.Single(await new HealthProber().ProbeAsync(new HealthTarget(new ServerAddress("127.0.0.1", port, null)), check, Cancellation));

    private sealed class CountedSocket(Action closed) : Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        private int _closed;

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                closed();
            }

            base.Dispose(disposing);
        }
    }
}
