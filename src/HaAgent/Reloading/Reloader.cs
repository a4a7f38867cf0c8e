using NginxHa.Agent.Configuration;
using NginxHa.Agent.Hosting;
using NginxHa.Agent.Logging;
using NginxHa.Agent.Recovery;
using NginxHa.Agent.Upstreams;
using NginxHa.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Reloading;

/// <summary>Reads the document again and brings the engine to what it says, by the difference.</summary>
/// <param name="current">The configuration in force.</param>
/// <param name="read">Reads the document.</param>
/// <param name="engine">The engine, which nobody else changes meanwhile.</param>
/// <param name="keeper">The state file.</param>
/// <param name="starter">Knows what could not be started yet.</param>
/// <param name="settings">Brings the agent's own settings to those of a configuration.</param>
/// <param name="upstreams">The monitors of upstreams.</param>
/// <param name="log">The log.</param>
/// <param name="time">Clock of the results.</param>
internal sealed class Reloader(
    AgentConfiguration current,
    Func<ConfigurationResult> read,
    AgentEngine engine,
    StateKeeper keeper,
    NodeStarter starter,
    ISettingsApplier settings,
    UpstreamWatch upstreams,
    AgentLog log,
    TimeProvider time)
{
    private volatile AgentConfiguration _current = current;
    private volatile ReloadResult? _last;

    /// <summary>The configuration in force.</summary>
    public AgentConfiguration Current => _current;

    /// <summary>What came of the last reload, or null.</summary>
    public ReloadResult? Last => _last;

    /// <summary>Reloads. A document that is refused changes nothing.</summary>
    public Task<ReloadResult> ReloadAsync(CancellationToken cancellationToken) => engine.ExclusiveAsync(
        async raw =>
        {
            ReloadResult result = await ReloadAsync(raw).ConfigureAwait(false);
            _last = result;
            Report(result);
            return result;
        }, cancellationToken);

    private async Task<ReloadResult> ReloadAsync(VrrpEngine raw)
    {
        ConfigurationResult result = read();
        if (result.Configuration is not { } wanted)
        {
            return Refused(result.Findings);
        }

        SettingsChange change = settings.Prepare(_current.Settings, wanted.Settings, out string? problem);
        using (change)
        {
            if (problem is not null)
            {
                return Refused([.. result.Findings, new Finding(FindingSeverity.Error, "SettingRefused", problem)]);
            }

            try
            {
                NodeDifference difference = await CompareAsync(raw, wanted.Node).ConfigureAwait(false);
                IReadOnlyList<ReloadChange> changes = await new NodeApplier(raw, keeper, log).ApplyAsync(difference).ConfigureAwait(false);
                change.Apply();
                IReadOnlyList<ReloadChange> monitors = UpstreamWatch.Compare(_current.Topology.Nginx, wanted.Topology.Nginx);
                await upstreams.ApplyAsync(wanted.Topology.Nginx).ConfigureAwait(false);
                _current = wanted;
                starter.Keep(wanted.Node);
                return new ReloadResult { Time = time.GetLocalNow(), Succeeded = true, Changes = [.. changes, .. change.Changes, .. monitors], Problems = result.Findings };
            }
            catch (Exception exception) when (exception is VrrpEngineException or IOException or UnauthorizedAccessException)
            {
                return Refused([.. result.Findings, new Finding(FindingSeverity.Error, "EngineRefused", exception.Message)]);
            }
        }
    }

    /// <summary>Everything of the old or the new document takes part; what a client has started beside them is not looked at.</summary>
    private async Task<NodeDifference> CompareAsync(VrrpEngine raw, NodeDeclaration wanted)
    {
        HashSet<string> instances = [.. _current.Node.Instances.Concat(wanted.Instances).Select(static instance => instance.Name)];
        HashSet<string> groups = [.. _current.Node.SyncGroups.Concat(wanted.SyncGroups).Select(static group => group.Name)];
        IReadOnlyList<VrrpInstanceStatus> running = await raw.GetInstancesAsync(CancellationToken.None).ConfigureAwait(false);
        IReadOnlyList<SyncGroupStatus> present = await raw.GetGroupsAsync(CancellationToken.None).ConfigureAwait(false);
        NodeDifference difference = NodeDifference.Between(
            [.. running.Select(static status => status.Options).Where(options => instances.Contains(options.Name))],
            [.. present.Select(static status => status.Options).Where(options => groups.Contains(options.Name))],
            wanted);

        // What cannot be started now keeps back no other change.
        return difference with { Started = [.. difference.Started.Where(instance => !starter.Waiting.Any(waiting => waiting.Name == instance.Name && InstanceChange.Between(waiting, instance) is null))] };
    }

    private ReloadResult Refused(IReadOnlyList<Finding> problems) => new() { Time = time.GetLocalNow(), Succeeded = false, Problems = problems };

    private void Report(ReloadResult result)
    {
        foreach (Finding finding in result.Problems)
        {
            log.Finding(finding);
        }

        foreach (ReloadChange change in result.Changes)
        {
            log.Information($"Reload: {change}");
        }

        if (result.Succeeded)
        {
            log.Information(result.Changes.Count == 0 ? "Reload: the document says what is in force already." : $"Reload: {result.Changes.Count} changes are in force.");
        }
        else
        {
            log.Error("Reload: the document is refused; everything goes on as it was.");
        }
    }
}
