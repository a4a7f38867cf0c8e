using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// A client that opens a new connection for a new request at a fixed pace, whatever became of the earlier ones, and keeps what
/// came of each.
/// </summary>
public sealed class HttpGapProbe : IDisposable
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.0\r\n\r\n");

    private readonly ConcurrentQueue<ProbedRequest> _done = new();
    private readonly List<Task> _asked = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly IPEndPoint _target;
    private readonly TimeSpan _pace;
    private readonly TimeSpan _timeout;
    private readonly Thread _thread;

    /// <summary>Starts to ask a server from a node.</summary>
    public HttpGapProbe(TestNode client, string address, TimeSpan pace, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(client);
        _target = new IPEndPoint(IPAddress.Parse(address), 80);
        _pace = pace;
        _timeout = timeout;
        _thread = new Thread(() =>
        {
            Native.EnterNamespace(client.Namespace);
            Ask();
        })
        {
            IsBackground = true,
            Name = "probe",
        };
        client.Network.Own(this);
        _thread.Start();
    }

    /// <summary>What came of every request that is done, in the order of their ends.</summary>
    public IReadOnlyList<ProbedRequest> Requests => [.. _done];

    /// <summary>Longest time between two good answers that ended after a moment (a Stopwatch timestamp).</summary>
    public TimeSpan LongestGap(long since = 0)
    {
        long[] ends = [.. _done.Where(request => request.IsGood && request.Ended >= since).Select(request => request.Ended).Order()];
        return ends.Length < 2
            ? TimeSpan.MaxValue
            : ends.Zip(ends.Skip(1), Stopwatch.GetElapsedTime).Max();
    }

    /// <summary>
    /// Longest time between the beginnings of two requests after a moment. They begin at a fixed pace whatever becomes of them:
    /// what is more than the pace is the probe's own lateness, never that of the server.
    /// </summary>
    public TimeSpan LongestPause(long since)
    {
        long[] begins = [.. _done.Where(request => request.Started >= since).Select(request => request.Started).Order()];
        return begins.Zip(begins.Skip(1), Stopwatch.GetElapsedTime).DefaultIfEmpty().Max();
    }

    /// <summary>Waits until a node has answered a request that began from now on.</summary>
    public async Task WaitForServerAsync(TestNode server, TimeSpan patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        long now = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            () => _done.Any(request => request.Started >= now && request.Server == server.Name),
            patience,
            () => $"{server.Name} serves",
            cancellationToken);
    }

    /// <summary>Asks no more and waits until the last requests are answered or timed out; the results stay.</summary>
    public void Stop()
    {
        if (!_ending.IsCancellationRequested)
        {
            _ending.Cancel();
            _thread.Join();
            Task.WaitAll(_asked);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _ending.Dispose();
    }

    private void Ask()
    {
        long started = Stopwatch.GetTimestamp();
        for (int number = 1; !_ending.IsCancellationRequested; number++)
        {
            // The socket belongs to the namespace of the thread that makes it; the rest may happen on any thread.
            Socket socket = new(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _asked.Add(AskOnceAsync(socket));
            TimeSpan wait = (_pace * number) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                _ending.Token.WaitHandle.WaitOne(wait);
            }
        }
    }

    private async Task AskOnceAsync(Socket socket)
    {
        long started = Stopwatch.GetTimestamp();
        string? server = null;
        using (socket)
        using (CancellationTokenSource patience = new(_timeout))
        {
            try
            {
                await socket.ConnectAsync(_target, patience.Token).ConfigureAwait(false);
                await socket.SendAsync(Request, patience.Token).ConfigureAwait(false);
                byte[] answer = new byte[1024];
                int length = 0;
                int read;
                do
                {
                    read = await socket.ReceiveAsync(answer.AsMemory(length), patience.Token).ConfigureAwait(false);
                    length += read;
                }
                while (read > 0 && length < answer.Length);
                string text = Encoding.ASCII.GetString(answer, 0, length);
                if (text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                {
                    server = text[text.LastIndexOf("\r\n", StringComparison.Ordinal)..].Trim();
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // A request that failed is a result too.
            }
        }

        _done.Enqueue(new ProbedRequest(started, Stopwatch.GetTimestamp(), server));
    }
}
