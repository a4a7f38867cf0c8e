namespace NginxHa.Topology;

/// <summary>Forms of the agent's log.</summary>
public enum AgentLogFormat
{
    /// <summary>The journal where there is one, else text on standard error.</summary>
    Auto,

    /// <summary>The systemd journal, with fields.</summary>
    Journal,

    /// <summary>syslog (RFC 5424) on the local socket.</summary>
    Syslog,

    /// <summary>Text on standard error.</summary>
    Text,

    /// <summary>One JSON object a line on standard error.</summary>
    Json,
}
