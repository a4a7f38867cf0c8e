using NginxHa.Cmdlets.Engines;
using NginxHa.Control;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>The agent over its control socket.</summary>
internal sealed class ControlledAgent : IAgentAccess
{
    /// <inheritdoc/>
    public async Task<AgentView?> TryGetStatusAsync(CancellationToken cancellationToken)
    {
        if (await AgentEngine.FindAnsweringAsync(cancellationToken).ConfigureAwait(false) is not ControlClient client)
        {
            return null;
        }

        AgentStatus status = await client.GetAgentStatusAsync(cancellationToken).ConfigureAwait(false);
        return new AgentView(status.DocumentPath, status.DocumentHash);
    }

    /// <inheritdoc/>
    public async Task<AgentReload> ReloadAsync(CancellationToken cancellationToken)
    {
        ReloadResult result = await AgentEngine.Client.ReloadAgentAsync(cancellationToken).ConfigureAwait(false);
        return new AgentReload(result.Succeeded, [.. result.Changes.Select(change => change.ToString())], result.Problems);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => AgentEngine.Client.StopAgentAsync(cancellationToken);
}
