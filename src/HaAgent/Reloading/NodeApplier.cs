using NginxHa.Agent.Logging;
using NginxHa.Agent.Recovery;
using NginxHa.Control;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Reloading;

/// <summary>
/// Carries out a <see cref="NodeDifference"/>: all of it, or, when the engine refuses a part, none of it, as far as what was done
/// already can be undone.
/// </summary>
internal sealed class NodeApplier(IVrrpEngine engine, StateKeeper keeper, AgentLog log)
{
    private readonly Stack<(string What, Func<Task> Undo)> _done = new();
    private readonly List<ReloadChange> _changes = [];

    /// <summary>Does everything.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="VrrpEngineException">The engine refused a part; what had been done is undone.</exception>
    /// <exception cref="IOException">The state file cannot be written; nothing was done.</exception>
    public async Task<IReadOnlyList<ReloadChange>> ApplyAsync(NodeDifference difference)
    {
        keeper.Expect([.. difference.Started, .. difference.Restarted.Concat(difference.Updated).Select(static change => change.After)]);
        try
        {
            await ShrinkGroupsAsync(difference).ConfigureAwait(false);

            // In this order: what the engine may refuse first, and what takes an address from nobody before what does.
            foreach (InstanceChange change in difference.Updated)
            {
                await UpdateAsync(change).ConfigureAwait(false);
            }

            foreach (VrrpInstanceOptions instance in difference.Stopped)
            {
                await StopAsync(instance).ConfigureAwait(false);
                _changes.Add(new ReloadChange(ReloadChangeKind.InstanceStopped, instance.Name));
            }

            foreach (InstanceChange change in difference.Restarted)
            {
                await StopAsync(change.Before).ConfigureAwait(false);
            }

            await SetGroupsAsync(difference).ConfigureAwait(false);
            foreach (InstanceChange change in difference.Restarted)
            {
                await StartAsync(change.After).ConfigureAwait(false);
                _changes.Add(new ReloadChange(ReloadChangeKind.InstanceRestarted, change.After.Name, change.Detail));
            }

            foreach (VrrpInstanceOptions instance in difference.Started)
            {
                await StartAsync(instance).ConfigureAwait(false);
                _changes.Add(new ReloadChange(ReloadChangeKind.InstanceStarted, instance.Name));
            }
        }
        catch (VrrpEngineException)
        {
            await UndoAsync().ConfigureAwait(false);
            Settle([.. difference.Stopped, .. difference.Restarted.Concat(difference.Updated).Select(static change => change.Before)], difference.Started);
            throw;
        }

        Settle([.. difference.Started, .. difference.Restarted.Concat(difference.Updated).Select(static change => change.After)], difference.Stopped);
        return _changes;
    }

    private void Settle(IEnumerable<VrrpInstanceOptions> running, IEnumerable<VrrpInstanceOptions> stopped)
    {
        try
        {
            keeper.Settle([.. running.Select(static instance => (instance.Name, (VrrpInstanceOptions?)instance)), .. stopped.Select(static instance => (instance.Name, (VrrpInstanceOptions?)null))]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It says more than there is, which does no harm.
            log.Warning($"The state file could not be brought up to date: {exception.Message}");
        }
    }

    private async Task ShrinkGroupsAsync(NodeDifference difference)
    {
        foreach (SyncGroupOptions group in difference.RemovedGroups)
        {
            await RemoveGroupAsync(group).ConfigureAwait(false);
            _changes.Add(new ReloadChange(ReloadChangeKind.GroupRemoved, group.Name));
        }

        foreach (GroupChange change in difference.ChangedGroups)
        {
            if (change.Shrunk is not { } shrunk)
            {
                continue;
            }

            if (shrunk.Members.Count == 0)
            {
                await RemoveGroupAsync(change.Before!).ConfigureAwait(false);
            }
            else
            {
                await SetGroupAsync(shrunk, change.Before).ConfigureAwait(false);
            }
        }
    }

    private async Task SetGroupsAsync(NodeDifference difference)
    {
        foreach (GroupChange change in difference.ChangedGroups)
        {
            SyncGroupOptions? before = change.Shrunk is { } shrunk ? shrunk.Members.Count == 0 ? null : shrunk : change.Before;
            await SetGroupAsync(change.After, before).ConfigureAwait(false);
            _changes.Add(new ReloadChange(ReloadChangeKind.GroupSet, change.After.Name));
        }
    }

    private async Task UpdateAsync(InstanceChange change)
    {
        await engine.UpdateAsync(change.After, CancellationToken.None).ConfigureAwait(false);
        _done.Push(($"change of '{change.Before.Name}'", () => engine.UpdateAsync(change.Before, CancellationToken.None)));
        _changes.Add(new ReloadChange(ReloadChangeKind.InstanceUpdated, change.After.Name, change.Detail));
    }

    private async Task StopAsync(VrrpInstanceOptions instance)
    {
        await engine.StopAsync(instance.Name, abandon: false, CancellationToken.None).ConfigureAwait(false);
        _done.Push(($"stop of '{instance.Name}'", () => engine.StartAsync(instance, CancellationToken.None)));
    }

    private async Task StartAsync(VrrpInstanceOptions instance)
    {
        await engine.StartAsync(instance, CancellationToken.None).ConfigureAwait(false);
        _done.Push(($"start of '{instance.Name}'", () => engine.StopAsync(instance.Name, abandon: false, CancellationToken.None)));
    }

    private async Task SetGroupAsync(SyncGroupOptions group, SyncGroupOptions? before)
    {
        await engine.SetGroupAsync(group, CancellationToken.None).ConfigureAwait(false);
        _done.Push(($"change of group '{group.Name}'", () => before is null
            ? engine.RemoveGroupAsync(group.Name, CancellationToken.None)
            : engine.SetGroupAsync(before, CancellationToken.None)));
    }

    private async Task RemoveGroupAsync(SyncGroupOptions group)
    {
        await engine.RemoveGroupAsync(group.Name, CancellationToken.None).ConfigureAwait(false);
        _done.Push(($"removal of group '{group.Name}'", () => engine.SetGroupAsync(group, CancellationToken.None)));
    }

    private async Task UndoAsync()
    {
        while (_done.TryPop(out (string What, Func<Task> Undo) step))
        {
            try
            {
                await step.Undo().ConfigureAwait(false);
            }
            catch (VrrpEngineException exception)
            {
                log.Error($"The {step.What} could not be undone: {exception.Message}");
            }
        }
    }
}
