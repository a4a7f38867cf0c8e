using NginxHa.Topology;

namespace NginxHa.Installation.Agent;

/// <summary>What a service file of the agent has to say.</summary>
public sealed record AgentServiceOptions
{
    /// <summary>The program, as an absolute path.</summary>
    public string Program { get; init; } = $"{AgentPaths.CurrentLink}/{AgentPaths.Service}";

    /// <summary>The .NET host that runs the program, as an absolute path; null for a native program.</summary>
    public string? Host { get; init; }

    /// <summary>The document.</summary>
    public string DocumentPath { get; init; } = TopologyDocument.DefaultPath;
}
