using System.Globalization;
using NginxHa.Topology;

namespace NginxHa.Agent.Logging;

/// <summary>Lines for people.</summary>
internal static class TextFormat
{
    /// <summary>Time, level and message in one line; the fields say nothing that the message does not.</summary>
    public static string Format(LogEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Time:yyyy-MM-dd HH:mm:ss.fff} {Name(entry.Level)} {entry.Message.ReplaceLineEndings(" ")}");

    private static string Name(AgentLogLevel level) => level switch
    {
        AgentLogLevel.Debug => "debug  ",
        AgentLogLevel.Information => "info   ",
        AgentLogLevel.Warning => "warning",
        _ => "error  ",
    };
}
