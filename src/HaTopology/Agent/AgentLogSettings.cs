namespace NginxHa.Topology;

/// <summary>What the agent writes to its log, and how.</summary>
public sealed record AgentLogSettings
{
    /// <summary>Form of the lines.</summary>
    public AgentLogFormat Format { get; init; } = AgentLogFormat.Auto;

    /// <summary>The least that is written.</summary>
    public AgentLogLevel Level { get; init; } = AgentLogLevel.Information;
}
