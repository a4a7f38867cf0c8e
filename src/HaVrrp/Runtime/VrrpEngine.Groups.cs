using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Loop;

namespace NginxHa.Vrrp.Runtime;

/// <summary>Sync groups: known to the engine, at work in the loop in which their members run.</summary>
public sealed partial class VrrpEngine
{
    /// <inheritdoc/>
    public Task SetGroupAsync(SyncGroupOptions group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        return ChangeAsync(async () =>
        {
            Require(SyncGroupOptionsValidator.Validate(group));
            foreach ((SyncGroupOptions other, _) in _groups.Values)
            {
                if (other.Name != group.Name && group.Members.FirstOrDefault(other.Members.Contains) is { } shared)
                {
                    throw new VrrpEngineException(VrrpEngineError.InvalidOptions, $"Instance '{shared}' belongs to the sync group '{other.Name}' already.");
                }
            }

            EngineLoop? home = null;
            foreach (string member in group.Members)
            {
                EngineLoop? loop = await FindHomeAsync(member).ConfigureAwait(false);
                if (loop is not null && home is not null && loop != home)
                {
                    throw OneNamespace(group.Name);
                }

                home ??= loop;
            }

            if (home is not null)
            {
                await InvokeAsync(home, core => Do(() => core.SetGroup(group))).ConfigureAwait(false);
            }

            _groups[group.Name] = (group, _groups.TryGetValue(group.Name, out (SyncGroupOptions, DateTimeOffset Since) known) ? known.Since : _settings.TimeProvider.GetLocalNow());
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveGroupAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(async () =>
        {
            if (!_groups.Remove(name))
            {
                throw new VrrpEngineException(VrrpEngineError.NotFound, $"There is no sync group '{name}'.");
            }

            foreach (EngineLoop loop in _loops.Values.ToArray())
            {
                Task<bool>? removed = loop.TryInvoke(core => Do(() =>
                {
                    if (core.HasGroup(name))
                    {
                        core.RemoveGroup(name);
                    }
                }));
                if (removed is not null)
                {
                    await removed.ConfigureAwait(false);
                }
            }

            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SyncGroupStatus>> GetGroupsAsync(CancellationToken cancellationToken) =>
        ChangeAsync(async () =>
        {
            var running = new Dictionary<string, SyncGroupStatus>(StringComparer.Ordinal);
            foreach (EngineLoop loop in _loops.Values.ToArray())
            {
                if (loop.TryInvoke(static core => core.GetGroups()) is { } answer)
                {
                    foreach (SyncGroupStatus status in await answer.ConfigureAwait(false))
                    {
                        running[status.Options.Name] = status;
                    }
                }
            }

            return (IReadOnlyList<SyncGroupStatus>)[.. _groups.Values
                .Select(group => running.TryGetValue(group.Options.Name, out SyncGroupStatus? status)
                    ? status
                    : new SyncGroupStatus(group.Options, VrrpState.Initialize, group.Since))
                .Select(status => status with { Engine = Kind })
                .OrderBy(static status => status.Options.Name, StringComparer.Ordinal)];
        }, cancellationToken);

    private static VrrpEngineException OneNamespace(string group) => new(
        VrrpEngineError.InvalidOptions,
        $"The members of sync group '{group}' run in different network namespaces; a group moves within one.");

    private static bool Do(Action action)
    {
        action();
        return true;
    }

    /// <summary>The group that an instance about to start belongs to, or null.</summary>
    private async Task<SyncGroupOptions?> GroupOfAsync(VrrpInstanceOptions options)
    {
        SyncGroupOptions? group = _groups.Values.FirstOrDefault(candidate => candidate.Options.Members.Contains(options.Name)).Options;
        if (group is null)
        {
            return null;
        }

        foreach (string member in group.Members)
        {
            if (await FindHomeAsync(member).ConfigureAwait(false) is { } loop && loop.NetworkNamespace != options.NetworkNamespace)
            {
                throw OneNamespace(group.Name);
            }
        }

        return group;
    }
}
