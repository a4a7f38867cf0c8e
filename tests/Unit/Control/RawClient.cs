using System.Net.Sockets;
using System.Text;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Unit.Control;

/// <summary>Lines to and from a socket, as somebody with a terminal would write them.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly StreamReader _reader;

    private RawClient(Socket socket)
    {
        Socket = socket;
        _reader = new StreamReader(new NetworkStream(socket));
    }

    public Socket Socket { get; }

    public JObject Greeting { get; private set; } = [];

    public static async Task<RawClient> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var client = new RawClient(socket);
        client.Greeting = JObject.Parse((await client.ReadAsync())!);
        return client;
    }

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task SendAsync(byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await Socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    /// <summary>The next line; null when the server closed.</summary>
    public async Task<string?> ReadAsync() => await _reader.ReadLineAsync().WaitAsync(Patience);

    public void Dispose()
    {
        _reader.Dispose();
        Socket.Dispose();
    }

    /// <summary>Sends a line and reads one.</summary>
    public async Task<JObject> AskAsync(string line)
    {
        await SendAsync(line);
        return JObject.Parse((await ReadAsync())!);
    }
}
