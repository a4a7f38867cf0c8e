using NginxHa.Topology;

namespace NginxHa.Agent.Logging;

/// <summary>Chooses where log entries go.</summary>
internal static class LogSinks
{
    /// <summary>The name that the agent has in logs.</summary>
    public const string Identifier = "nginxha-agent";

    /// <summary>Set by systemd for a service whose output goes to the journal.</summary>
    private const string JournalStream = "JOURNAL_STREAM";

    /// <summary>Opens the sink of a form.</summary>
    /// <param name="format">The form.</param>
    /// <param name="error">Standard error.</param>
    public static ILogSink Open(AgentLogFormat format, TextWriter error) => format switch
    {
        AgentLogFormat.Journal => new JournalSink(Identifier),
        AgentLogFormat.Syslog => new SyslogSink(Identifier),
        AgentLogFormat.Json => new StreamSink(error, JsonFormat.Format),
        AgentLogFormat.Auto when HasJournal() => new JournalSink(Identifier),
        AgentLogFormat.Auto when OperatingSystem.IsWindows() && !Environment.UserInteractive => new WindowsEventSink(Identifier),
        _ => new StreamSink(error, TextFormat.Format),
    };

    /// <summary>A service of systemd logs to its journal; whoever starts the agent at a terminal wants to see there what it says.</summary>
    private static bool HasJournal() =>
        Environment.GetEnvironmentVariable(JournalStream) is { Length: > 0 } && File.Exists(JournalFormat.SocketPath);
}
