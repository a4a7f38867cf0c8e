namespace NginxHa.Agent.CommandLine;

/// <summary>What the program is asked to do.</summary>
internal enum AgentVerb
{
    /// <summary>Run until told to stop.</summary>
    Run,

    /// <summary>Say what is wrong with a document.</summary>
    Check,

    /// <summary>Ask the agent that runs.</summary>
    Status,

    /// <summary>Say which version this is.</summary>
    Version,

    /// <summary>Explain the command line.</summary>
    Help,
}
