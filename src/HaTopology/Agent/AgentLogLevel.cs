namespace NginxHa.Topology;

/// <summary>Importance of a line of the agent's log.</summary>
public enum AgentLogLevel
{
    /// <summary>Everything, for a search for errors.</summary>
    Debug,

    /// <summary>Changes of state and of the configuration.</summary>
    Information,

    /// <summary>What may need a look.</summary>
    Warning,

    /// <summary>What does not work.</summary>
    Error,
}
