namespace NginxHa.Installation.Agent;

/// <summary>What an installation of the agent is to be.</summary>
public sealed record AgentOptions
{
    /// <summary>The build to install.</summary>
    public required AgentBuild Build { get; init; }

    /// <summary>The document, as an absolute path without blanks.</summary>
    public string DocumentPath { get; init; } = AgentPaths.DefaultDocument;

    /// <summary>Do not start or restart the service now.</summary>
    public bool NoStart { get; init; }
}
