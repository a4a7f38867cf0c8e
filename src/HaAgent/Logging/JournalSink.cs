using NginxHa.Agent.Datagrams;

namespace NginxHa.Agent.Logging;

/// <summary>Writes to the systemd journal.</summary>
internal sealed class JournalSink(string identifier, string socketPath = JournalFormat.SocketPath) : ILogSink
{
    private readonly DatagramSocket _socket = new(socketPath);

    public void Write(LogEntry entry) => _socket.Send(JournalFormat.Format(entry, identifier));

    public void Dispose() => _socket.Dispose();
}
