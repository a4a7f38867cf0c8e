using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control;

/// <summary>
/// What the agent does beside running its engine: the agent implements it, and the control server offers it to clients.
/// Members may be called from any thread, several at a time.
/// </summary>
public interface IAgentOperations
{
    /// <summary>The agent as it is now.</summary>
    Task<AgentStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the document again and applies the difference: instances and groups of the document come back to what it says,
    /// those that a request started go on untouched. A document that is wrong changes nothing; that is a result, no exception.
    /// Two reloads at the same time come one after the other. Cancelling stops the wait, not the reload.
    /// </summary>
    Task<ReloadResult> ReloadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins the orderly end of the agent (priority 0 is sent, addresses are removed) and returns without waiting for it, so
    /// that the answer can still be sent.
    /// </summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Where an instance comes from: Document when the document in force has it, whatever was changed since.</summary>
    /// <param name="name">Name of a running instance.</param>
    InstanceOrigin GetInstanceOrigin(string name);

    /// <summary>Where a sync group comes from: Document when the document in force has it, whatever was changed since.</summary>
    /// <param name="name">Name of a group.</param>
    InstanceOrigin GetGroupOrigin(string name);
}
