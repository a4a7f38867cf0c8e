using NginxHa.Agent.Logging;
using NginxHa.Agent.Recovery;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Reloading;

/// <summary>
/// Starts what a node has to run. One instance that cannot start keeps back no other: a service that is asked for high
/// availability serves what it can, and tries the rest again.
/// </summary>
internal sealed class NodeStarter(StateKeeper keeper, AgentLog log)
{
    private IReadOnlyList<VrrpInstanceOptions> _waiting = [];

    /// <summary>Instances that could not be started yet.</summary>
    public IReadOnlyList<VrrpInstanceOptions> Waiting => _waiting;

    /// <summary>Why the last one could not be started, or null.</summary>
    public VrrpEngineError? LastError { get; private set; }

    /// <summary>Starts everything.</summary>
    /// <exception cref="IOException">The state file cannot be written; nothing was started.</exception>
    public async Task StartAsync(VrrpEngine engine, NodeDeclaration node)
    {
        keeper.Expect(node.Instances);
        foreach (SyncGroupOptions group in node.SyncGroups)
        {
            try
            {
                await engine.SetGroupAsync(group, CancellationToken.None).ConfigureAwait(false);
            }
            catch (VrrpEngineException exception)
            {
                log.Error($"Sync group '{group.Name}' could not be made: {exception.Message}");
            }
        }

        _waiting = await StartAsync(engine, node.Instances).ConfigureAwait(false);
    }

    /// <summary>Tries again what could not be started.</summary>
    public async Task RetryAsync(VrrpEngine engine) => _waiting = await StartAsync(engine, _waiting).ConfigureAwait(false);

    /// <summary>Another document is in force: what it does not say any more, or says in another way, is not waited for.</summary>
    public void Keep(NodeDeclaration node) => _waiting =
        [.. _waiting.Where(waiting => node.Instances.Any(instance => instance.Name == waiting.Name && InstanceChange.Between(waiting, instance) is null))];

    private async Task<List<VrrpInstanceOptions>> StartAsync(VrrpEngine engine, IReadOnlyList<VrrpInstanceOptions> instances)
    {
        var failed = new List<VrrpInstanceOptions>();
        IReadOnlyList<VrrpEngineException?> problems = await engine.StartAllAsync(instances, CancellationToken.None).ConfigureAwait(false);
        foreach ((VrrpInstanceOptions instance, VrrpEngineException? problem) in instances.Zip(problems))
        {
            switch (problem)
            {
                case null:
                    break;
                case { Error: VrrpEngineError.NameInUse }:
                    // Somebody has started it by hand meanwhile.
                    log.Debug($"'{instance.Name}' runs already.");
                    break;
                default:
                    LastError = problem.Error;
                    failed.Add(instance);
                    log.Error($"'{instance.Name}' could not be started: {problem.Message}", new LogField("instance", instance.Name));
                    break;
            }
        }

        return failed;
    }
}
