using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Agent.Reloading;

/// <summary>What has to be done so that a node runs what its document says. What is the same does not appear and is not touched.</summary>
internal sealed record NodeDifference
{
    /// <summary>Instances that have to stop for good, as they run now.</summary>
    public required IReadOnlyList<VrrpInstanceOptions> Stopped { get; init; }

    /// <summary>Instances that have to stop and start anew, since what changes cannot change while they run.</summary>
    public required IReadOnlyList<InstanceChange> Restarted { get; init; }

    /// <summary>Instances that change while they go on.</summary>
    public required IReadOnlyList<InstanceChange> Updated { get; init; }

    /// <summary>Instances that have to start.</summary>
    public required IReadOnlyList<VrrpInstanceOptions> Started { get; init; }

    /// <summary>Groups that have to go, as they are now.</summary>
    public required IReadOnlyList<SyncGroupOptions> RemovedGroups { get; init; }

    /// <summary>Groups that are made or changed: as they are now, or null, and as they shall be.</summary>
    public required IReadOnlyList<GroupChange> ChangedGroups { get; init; }

    /// <summary>Compares what runs with what shall run.</summary>
    /// <param name="instances">Instances that run and come from a document.</param>
    /// <param name="groups">Groups that there are and come from a document.</param>
    /// <param name="wanted">What the document says.</param>
    public static NodeDifference Between(
        IReadOnlyList<VrrpInstanceOptions> instances, IReadOnlyList<SyncGroupOptions> groups, NodeDeclaration wanted)
    {
        Dictionary<string, VrrpInstanceOptions> running = instances.ToDictionary(static instance => instance.Name, StringComparer.Ordinal);
        Dictionary<string, SyncGroupOptions> present = groups.ToDictionary(static group => group.Name, StringComparer.Ordinal);
        HashSet<string> names = [.. wanted.Instances.Select(static instance => instance.Name)];
        HashSet<string> groupNames = [.. wanted.SyncGroups.Select(static group => group.Name)];
        InstanceChange[] changes = [.. wanted.Instances
            .Where(instance => running.ContainsKey(instance.Name))
            .Select(instance => InstanceChange.Between(running[instance.Name], instance))
            .OfType<InstanceChange>()];
        return new NodeDifference
        {
            Stopped = [.. instances.Where(instance => !names.Contains(instance.Name))],
            Restarted = [.. changes.Where(static change => change.NeedsRestart)],
            Updated = [.. changes.Where(static change => !change.NeedsRestart)],
            Started = [.. wanted.Instances.Where(instance => !running.ContainsKey(instance.Name))],
            RemovedGroups = [.. groups.Where(group => !groupNames.Contains(group.Name))],
            ChangedGroups = [.. wanted.SyncGroups
                .Select(group => new GroupChange(present.GetValueOrDefault(group.Name), group))
                .Where(static change => change.Before is null || !OptionsDifference.IsSame(change.Before, change.After))],
        };
    }
}
