using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NginxHa.Agent.Metrics;

/// <summary>
/// Answers HTTP requests for <c>/metrics</c>, and nothing else. It takes one connection at a time, for a scraper comes every few
/// seconds; one that is slow is let go.
/// </summary>
internal sealed class MetricsListener : IAsyncDisposable
{
    private const int LongestRequest = 8 * 1024;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReuseAddress = 2; // SO_REUSEADDR
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly Func<CancellationToken, Task<string>> _collect;
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    private MetricsListener(Socket socket, Func<CancellationToken, Task<string>> collect)
    {
        _socket = socket;
        _collect = collect;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Takes the port; requests wait until <see cref="Start"/>.</summary>
    /// <exception cref="SocketException">The port is taken or the address is not this machine's.</exception>
    public static MetricsListener Bind(IPEndPoint endPoint, Func<CancellationToken, Task<string>> collect)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Connections of an agent that ran until just now shall not keep the port from this one. The raw option, since the
                // framework's would let a second program share the port.
                Span<byte> on = [1, 0, 0, 0];
                socket.SetRawSocketOption(SocketLevel, ReuseAddress, on);
            }

            socket.Bind(endPoint);
            socket.Listen();
            return new MetricsListener(socket, collect);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Begins to answer.</summary>
    public void Start() => _serving = Task.Run(ServeAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _serving.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using Socket client = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                patience.CancelAfter(Patience);
                await AnswerAsync(client, patience.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A client that is gone or slow, or the end; the next one is another matter.
            }
        }
    }

    private async Task AnswerAsync(Socket client, CancellationToken cancellationToken)
    {
        string? request = await ReadRequestAsync(client, cancellationToken).ConfigureAwait(false);
        string[] line = request?.Split("\r\n", 2)[0].Split(' ') ?? [];
        (string status, string body) = line switch
        {
            [not "GET" and not "HEAD", _, _] => ("405 Method Not Allowed", "Only GET is answered.\n"),
            [_, "/metrics" or ['/', 'm', 'e', 't', 'r', 'i', 'c', 's', '?', ..], _] => ("200 OK", await _collect(cancellationToken).ConfigureAwait(false)),
            [_, _, _] => ("404 Not Found", "Metrics are at /metrics.\n"),
            _ => ("400 Bad Request", "This is no HTTP request.\n"),
        };
        byte[] content = Encoding.UTF8.GetBytes(body);
        string type = status.StartsWith("200", StringComparison.Ordinal) ? MetricsText.ContentType : "text/plain; charset=utf-8";
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
        await SendAsync(client, head, cancellationToken).ConfigureAwait(false);
        if (line is not ["HEAD", ..])
        {
            await SendAsync(client, content, cancellationToken).ConfigureAwait(false);
        }

        client.Shutdown(SocketShutdown.Both);
    }

    /// <summary>The head of a request; null when it is too long or cut off.</summary>
    private static async Task<string?> ReadRequestAsync(Socket client, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LongestRequest];
        int length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            if (length == buffer.Length)
            {
                return null;
            }

            int read = await client.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static async Task SendAsync(Socket client, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await client.SendAsync(bytes, cancellationToken).ConfigureAwait(false)..];
        }
    }
}
