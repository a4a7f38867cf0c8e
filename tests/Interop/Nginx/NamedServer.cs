using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NginxHa.Tests.Interop.Nginx;

/// <summary>A TCP server on a loopback port that says its name and repeats each line behind it; it can be killed and revived.</summary>
internal sealed class NamedServer : IDisposable
{
    private readonly string _name;
    private readonly List<TcpClient> _clients = [];
    private TcpListener _listener;

    public NamedServer(string name)
    {
        _name = name;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public void Kill()
    {
        _listener.Dispose();
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    public void Revive() => _listener = Listen(Port);

    public void Dispose() => Kill();

    private TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                lock (_clients)
                {
                    _clients.Add(client);
                }

                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // Killed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(_name + "\n"));
            while (await reader.ReadLineAsync() is { } line)
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{_name}: {line}\n"));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either side has gone.
        }
    }
}
