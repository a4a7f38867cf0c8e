using System.Globalization;
using System.Text;
using NginxHa.Agent.Datagrams;

namespace NginxHa.Agent.Service;

/// <summary>
/// The service manager that started the agent, if it is one that listens (systemd's NOTIFY_SOCKET and WATCHDOG_USEC, which
/// others have adopted).
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly DatagramSocket? _socket;
    private readonly object _lock = new();

    /// <param name="notifySocket">Value of NOTIFY_SOCKET: a path, or a name in the abstract namespace after an @; null for no manager.</param>
    /// <param name="watchdogMicroseconds">Value of WATCHDOG_USEC, or null.</param>
    /// <param name="watchdogProcessId">Value of WATCHDOG_PID: whose watchdog it is, or null for the agent's.</param>
    public ServiceManager(string? notifySocket, string? watchdogMicroseconds, string? watchdogProcessId)
    {
        if (notifySocket is { Length: > 1 } && notifySocket[0] is '/' or '@')
        {
            _socket = new DatagramSocket(notifySocket[0] == '@' ? "\0" + notifySocket[1..] : notifySocket);
        }

        bool isOurs = watchdogProcessId is null || watchdogProcessId == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (_socket is not null && isOurs && long.TryParse(watchdogMicroseconds, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0)
        {
            WatchdogTimeout = TimeSpan.FromMicroseconds(microseconds);
        }
    }

    /// <summary>Longest time that the manager may hear nothing, or null when it does not watch.</summary>
    public TimeSpan? WatchdogTimeout { get; }

    /// <summary>
    /// Takes the manager from the environment. The variables stay: .NET hands a copy of the environment to child processes, and
    /// the agent's have a plain one of their own.
    /// </summary>
    public static ServiceManager FromEnvironment() => new(
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
        Environment.GetEnvironmentVariable("WATCHDOG_USEC"),
        Environment.GetEnvironmentVariable("WATCHDOG_PID"));

    /// <summary>Takes every message as well: another manager may want to know.</summary>
    public Action<string>? Notified { get; set; }

    /// <summary>Tells the manager something; without one nothing happens.</summary>
    public void Notify(string message)
    {
        Notified?.Invoke(message);
        lock (_lock)
        {
            _socket?.Send(Encoding.UTF8.GetBytes(message));
        }
    }

    public void Dispose() => _socket?.Dispose();
}
