using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Cmdlets.Resources;

/// <summary>An agent that counts what it is told, and reads its document only for its hash.</summary>
internal sealed class FakeAgent(string path) : IAgentAccess
{
    public string DocumentPath { get; set; } = path;

    public string? Hash { get; set; }

    public Finding? Problem { get; set; }

    public int Reloads { get; private set; }

    public int Stops { get; private set; }

    public Task<AgentView?> TryGetStatusAsync(CancellationToken cancellationToken) => Task.FromResult<AgentView?>(new AgentView(DocumentPath, Hash));

    public Task<AgentReload> ReloadAsync(CancellationToken cancellationToken)
    {
        Reloads++;
        Hash = Problem is null ? RunningAgent.Hash(DocumentPath) : Hash;
        return Task.FromResult(new AgentReload(Problem is null, [], Problem is null ? [] : [Problem]));
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stops++;
        return Task.CompletedTask;
    }
}
