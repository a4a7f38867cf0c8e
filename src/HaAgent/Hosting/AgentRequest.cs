namespace NginxHa.Agent.Hosting;

/// <summary>What the agent is asked to do while it runs.</summary>
internal enum AgentRequest
{
    /// <summary>Read the document again.</summary>
    Reload,

    /// <summary>End in good order.</summary>
    Stop,

    /// <summary>Try again to start what could not be started.</summary>
    Retry,
}
