using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>A web server on the loopback that answers each request as it is told to, byte by byte, with or without TLS.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2? _certificate;
    private readonly Func<string, int, Func<byte[], Task>, Task> _answer;
    private readonly Task _accepting;
    private int _count;

    /// <summary>Starts it.</summary>
    /// <param name="answer">Gets the head of a request, its number from 1 on, and what sends bytes. The connection closes when it is done.</param>
    /// <param name="certificate">Its certificate; null for no TLS.</param>
    public FileServer(Func<string, int, Func<byte[], Task>, Task> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Sent, it lets the connection hang until the server ends.</summary>
    public static byte[] Silence { get; } = new byte[1];

    /// <summary>Heads of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Address of a file.</summary>
    public Uri this[string path] => new($"{(_certificate is null ? "http" : "https")}://{EndPoint}/{path}");

    /// <summary>The head of an answer, with further lines.</summary>
    public static byte[] Head(string status, params string[] lines) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
                    stream = secure;
                }

                await using (stream)
                {
                    string head = await ReadHeadAsync(stream);
                    if (head.Length == 0)
                    {
                        // The other side looked at the certificate and left.
                        return;
                    }

                    Requests.Enqueue(head);
                    await _answer(head, Interlocked.Increment(ref _count), bytes => ReferenceEquals(bytes, Silence) ? Task.Delay(Timeout.Infinite, _end.Token) : stream.WriteAsync(bytes, _end.Token).AsTask());
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or SocketException)
        {
            // The other side is gone, did not trust the certificate, or the test is over.
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var text = new StringBuilder();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _end.Token) > 0)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }
}
