using System.Net.Sockets;

namespace NginxHa.Agent.Datagrams;

/// <summary>
/// Sends datagrams to a Unix socket of a service that may be restarted at any time. What cannot be sent at once is dropped:
/// nobody waits for a log.
/// </summary>
internal sealed class DatagramSocket(string path) : IDisposable
{
    private Socket? _socket;

    /// <summary>Sends one datagram.</summary>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        // A second try: the first one may have met the socket of a service that has been restarted since.
        _ = TrySend(datagram) || TrySend(datagram);
    }

    public void Dispose() => Close();

    private bool TrySend(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket ??= Connect();
            return _socket.Send(datagram) == datagram.Length;
        }
        catch (SocketException)
        {
            Close();
            return false;
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
