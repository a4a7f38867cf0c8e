namespace NginxHa.Cmdlets.Output;

/// <summary>How the agent stands.</summary>
public enum HaAgentState
{
    /// <summary>Neither installed nor answering.</summary>
    NotInstalled,

    /// <summary>Installed, and it does not run.</summary>
    Stopped,

    /// <summary>The service manager says that it runs, but it does not answer; why not is in <see cref="HaAgent.Problem"/>.</summary>
    NotAnswering,

    /// <summary>It runs and answers.</summary>
    Running,
}
