using NginxHa.Agent.Datagrams;

namespace NginxHa.Agent.Logging;

/// <summary>Writes to the local syslog service.</summary>
internal sealed class SyslogSink(string identifier, string socketPath = SyslogFormat.SocketPath) : ILogSink
{
    private readonly DatagramSocket _socket = new(socketPath);

    public void Write(LogEntry entry) =>
        _socket.Send(SyslogFormat.Format(entry, Environment.MachineName, identifier, Environment.ProcessId));

    public void Dispose() => _socket.Dispose();
}
