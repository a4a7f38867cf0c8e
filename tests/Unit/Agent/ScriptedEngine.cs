using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Agent;

/// <summary>An engine that keeps what it is told, and refuses one thing once.</summary>
internal sealed class ScriptedEngine : IVrrpEngine
{
    private readonly SortedDictionary<string, VrrpInstanceOptions> _instances = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SyncGroupOptions> _groups = new(StringComparer.Ordinal);

    public EngineKind Kind => EngineKind.Agent;

    /// <summary>What is refused, once, as <c>start NAME</c>, <c>stop NAME</c>, <c>update NAME</c>, <c>group NAME</c>.</summary>
    public string? Refused { get; set; }

    /// <summary>Called before anything is done.</summary>
    public Action<string> Before { get; set; } = static _ => { };

    public IEnumerable<string> Instances => _instances.Values.Select(instance => $"{instance.Name} {instance.VirtualRouterId} {instance.Priority}");

    public IEnumerable<string> Groups => _groups.Values.Select(group => $"{group.Name}: {string.Join(' ', group.Members)}");

    public void Have(VrrpInstanceOptions[] instances, params SyncGroupOptions[] groups)
    {
        foreach (VrrpInstanceOptions instance in instances)
        {
            _instances.Add(instance.Name, instance);
        }

        foreach (SyncGroupOptions group in groups)
        {
            _groups.Add(group.Name, group);
        }
    }

    public Task<VrrpInstanceStatus> StartAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        Do($"start {options.Name}");
        if (!_instances.TryAdd(options.Name, options))
        {
            throw new VrrpEngineException(VrrpEngineError.NameInUse, options.Name);
        }

        return Task.FromResult(Status(options));
    }

    public Task<VrrpInstanceStatus> StopAsync(string name, bool abandon, CancellationToken cancellationToken)
    {
        Do($"stop {name}");
        return _instances.Remove(name, out VrrpInstanceOptions? options)
            ? Task.FromResult(Status(options))
            : throw new VrrpEngineException(VrrpEngineError.NotFound, name);
    }

    public Task<VrrpInstanceStatus> UpdateAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        Do($"update {options.Name}");
        _instances[options.Name] = options;
        return Task.FromResult(Status(options));
    }

    public Task SetGroupAsync(SyncGroupOptions group, CancellationToken cancellationToken)
    {
        Do($"group {group.Name}");
        if (_groups.Values.FirstOrDefault(other => other.Name != group.Name && other.Members.Intersect(group.Members).Any()) is { } rival)
        {
            throw new VrrpEngineException(VrrpEngineError.InvalidOptions, $"{rival.Name} has a member of {group.Name}");
        }

        _groups[group.Name] = group;
        return Task.CompletedTask;
    }

    public Task RemoveGroupAsync(string name, CancellationToken cancellationToken)
    {
        Do($"ungroup {name}");
        return _groups.Remove(name) ? Task.CompletedTask : throw new VrrpEngineException(VrrpEngineError.NotFound, name);
    }

    public Task<IReadOnlyList<VrrpInstanceStatus>> GetInstancesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VrrpInstanceStatus>>([.. _instances.Values.Select(Status)]);

    public Task<IReadOnlyList<SyncGroupStatus>> GetGroupsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SyncGroupStatus>>([.. _groups.Values.Select(group => new SyncGroupStatus(group, VrrpState.Backup, default))]);

    public IAsyncEnumerable<VrrpEvent> WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>An instance as an engine would describe it.</summary>
    public static VrrpInstanceStatus Status(VrrpInstanceOptions options) => new()
    {
        Engine = EngineKind.Agent,
        Options = options,
        State = VrrpState.Backup,
        Since = DateTimeOffset.UnixEpoch,
        Reason = "started",
        EffectivePriority = options.Priority,
        PriorityReason = "",
        OwnedAddresses = [],
        Tracks = [],
        Statistics = new VrrpStatistics { Refused = new Dictionary<NginxHa.Vrrp.Protocol.VrrpRefusal, long>() },
    };

    private void Do(string what)
    {
        Before(what);
        if (what == Refused)
        {
            Refused = null;
            throw new VrrpEngineException(VrrpEngineError.SystemError, what);
        }
    }
}
