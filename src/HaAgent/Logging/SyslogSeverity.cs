using NginxHa.Topology;

namespace NginxHa.Agent.Logging;

/// <summary>Severities of RFC 5424 section 6.2.1, which the journal has too.</summary>
internal static class SyslogSeverity
{
    /// <summary>The severity of a level.</summary>
    public static int Of(AgentLogLevel level) => level switch
    {
        AgentLogLevel.Debug => 7,
        AgentLogLevel.Information => 6,
        AgentLogLevel.Warning => 4,
        _ => 3,
    };
}
