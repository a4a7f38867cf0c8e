using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using NginxHa.Nginx.Measurement;

namespace NginxHa.Tests.Unit.Nginx;

public sealed class AvailabilityProbeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_has_its_own_connection_and_names_its_server()
    {
        using var server = new LoopbackServer("HTTP/1.1 200 OK\r\nX-Served-By: node1\r\nContent-Length: 2\r\n\r\nok");
        using AvailabilityProbe probe = await Start(new() { Uri = server.Uri, Count = 20, Timeout = TimeSpan.FromSeconds(10) });
        await probe.Completion.WaitAsync(Cancelled);

        AvailabilityReport report = probe.Read();
        Assert.Equal((20, 0, 0), (report.Requests, report.Failed, report.Pending));
        Assert.Equal(20, server.Connections);
        ServingPeriod period = Assert.Single(report.Timeline);
        Assert.Equal(("node1", 20), (period.Server, period.Requests));
        Assert.False(probe.IsRunning);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nI am node2\n", null, "node2")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nI am\r\n6\r\n node3\r\n0\r\n\r\n", null, "node3")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "HTTP 503", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut", "ResponseEnded", null)]
    [InlineData("", "ResponseEnded", null)]
    [InlineData("nonsense\r\n\r\n", "InvalidResponse", null)]
    public async Task An_answer_counts_when_it_is_whole_and_good(string answer, string? failure, string? name)
    {
        using var server = new LoopbackServer(answer);
        using AvailabilityProbe probe = await Start(new()
        {
            Uri = server.Uri,
            Count = 1,
            Timeout = TimeSpan.FromSeconds(10),
            ServerPattern = new Regex(@"I am (\w+)"),
        });
        await probe.Completion.WaitAsync(Cancelled);

        AvailabilityReport report = probe.Read();
        Assert.Equal(failure, report.FailureReasons.Keys.SingleOrDefault());
        Assert.Equal(name, report.Timeline.SingleOrDefault()?.Server);
    }

    [Fact]
    public async Task A_service_that_hangs_holds_up_no_later_request()
    {
        using var server = new LoopbackServer(answer: null);
        var time = new FakeTimeProvider();
        using AvailabilityProbe probe = await AvailabilityProbe.StartAsync(
            new() { Uri = server.Uri, Count = 10, Timeout = TimeSpan.FromSeconds(10) }, time: time, cancellationToken: Cancelled);
        while (server.Connections < 10)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(1, Cancelled);
        }

        Assert.Equal((0, 10), (probe.Read().Requests, probe.Read().Pending));
        time.Advance(TimeSpan.FromSeconds(10));
        await probe.Completion.WaitAsync(Cancelled);
        Assert.Equal(10, probe.Read().FailureReasons["TimedOut"]);
    }

    [Fact]
    public async Task A_closed_port_is_refused_and_a_stretch_of_its_own_starts_on_demand()
    {
        Uri uri;
        using (var server = new LoopbackServer(string.Empty))
        {
            uri = server.Uri;
        }

        using AvailabilityProbe probe = await Start(new() { Uri = uri });
        while (probe.Read().Failed < 3)
        {
            await Task.Delay(1, Cancelled);
        }

        AvailabilityReport first = await probe.NextAsync(Cancelled);
        AvailabilityReport last = await probe.StopAsync(Cancelled);
        Assert.True(first.Failed >= 3);
        Assert.Equal((0L, 0L), (first.Pending, last.Pending));
        Assert.Equal(first.Failed, first.FailureReasons["ConnectionRefused"]);
        Assert.Equal(first.Started + first.Elapsed, last.Started);
        Assert.Equal(first.Elapsed, first.LongestGap);
    }

    [Fact]
    public async Task Tcp_asks_for_a_connection_only()
    {
        using var server = new LoopbackServer(answer: null);
        using AvailabilityProbe probe = await Start(new()
        {
            Uri = new Uri($"tcp://127.0.0.1:{server.Uri.Port}"),
            Count = 5,
            Timeout = TimeSpan.FromSeconds(10),
        });
        await probe.Completion.WaitAsync(Cancelled);
        Assert.Equal(5, probe.Read().Succeeded);
    }

    [Fact]
    public async Task The_requests_come_from_the_network_that_was_entered()
    {
        int entered = 0;
        using var server = new LoopbackServer("HTTP/1.1 204 No Content\r\n\r\n");
        using AvailabilityProbe probe = await AvailabilityProbe.StartAsync(
            new() { Uri = server.Uri, Count = 1 },
            work =>
            {
                entered++;
                work();
            },
            cancellationToken: Cancelled);
        await probe.Completion.WaitAsync(Cancelled);
        Assert.Equal(1, entered);

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => AvailabilityProbe.StartAsync(
            new() { Uri = server.Uri }, _ => throw new InvalidOperationException("no such network"), cancellationToken: Cancelled));
        Assert.Equal("no such network", refused.Message);
    }

    [Theory]
    [InlineData("ftp://192.0.2.1/", 5, 500, "Uri")]
    [InlineData("tcp://192.0.2.1", 5, 500, "Uri")]
    [InlineData("http://192.0.2.1/", 0.5, 500, "Interval")]
    [InlineData("http://192.0.2.1/", 5, 60_001, "Timeout")]
    [InlineData("http://192.0.2.1/", 1, 5000, "Timeout")]
    public async Task Bad_options_are_named(string uri, double interval, double timeout, string field)
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => Start(new()
        {
            Uri = new Uri(uri),
            Interval = TimeSpan.FromMilliseconds(interval),
            Timeout = TimeSpan.FromMilliseconds(timeout),
        }));
        Assert.StartsWith($"{field} is '", error.Message, StringComparison.Ordinal);
        Assert.Contains("; allowed is ", error.Message, StringComparison.Ordinal);
    }

    private static Task<AvailabilityProbe> Start(AvailabilityProbeOptions options) =>
        AvailabilityProbe.StartAsync(options, cancellationToken: Cancelled);

    /// <summary>Gives the same bytes to every connection, or holds it open without a word.</summary>
    private sealed class LoopbackServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<Socket> _held = [];
        private readonly byte[]? _answer;
        private int _connections;

        public LoopbackServer(string? answer)
        {
            _answer = answer is null ? null : Encoding.ASCII.GetBytes(answer);
            _listener.Start();
            Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _ = AcceptAsync();
        }

        public Uri Uri { get; }

        public int Connections => Volatile.Read(ref _connections);

        public void Dispose()
        {
            _listener.Stop();
            lock (_held)
            {
                _held.ForEach(socket => socket.Dispose());
            }
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    Socket socket = await _listener.AcceptSocketAsync();
                    Interlocked.Increment(ref _connections);
                    _ = AnswerAsync(socket);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }

        private async Task AnswerAsync(Socket socket)
        {
            if (_answer is null)
            {
                lock (_held)
                {
                    _held.Add(socket);
                }

                return;
            }

            using (socket)
            {
                byte[] request = new byte[4096];
                await socket.ReceiveAsync(request);
                await socket.SendAsync(_answer);
                socket.Shutdown(SocketShutdown.Send);
                while (await socket.ReceiveAsync(request) > 0)
                {
                    // Until the client closes: a reset would cut the answer off.
                }
            }
        }
    }
}
