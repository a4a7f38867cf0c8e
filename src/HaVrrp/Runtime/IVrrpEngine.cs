using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime;

/// <summary>
/// An engine with any number of instances: the one in this process or, over its control socket, the service.
/// Members may be called from any thread.
/// </summary>
public interface IVrrpEngine
{
    /// <summary>Which one this is.</summary>
    EngineKind Kind { get; }

    /// <summary>Starts an instance and returns once the event loop has taken it over (its state is then Backup, Master or Fault).</summary>
    /// <exception cref="VrrpEngineException">Options are wrong, the name or VRID is taken, the interface is missing, or the system refuses.</exception>
    Task<VrrpInstanceStatus> StartAsync(VrrpInstanceOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Stops an instance and returns once its addresses are gone and priority 0 was sent.
    /// With <paramref name="abandon"/> nothing of this is done, as if the engine had been killed: for tests and failover drills.
    /// </summary>
    Task<VrrpInstanceStatus> StopAsync(string name, bool abandon, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the options of a running instance by applying only the difference: what need not restart goes on without a missed
    /// advertisement. Options that identify the instance (name, interface, VRID, family, namespace) cannot change.
    /// </summary>
    Task<VrrpInstanceStatus> UpdateAsync(VrrpInstanceOptions options, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a sync group.</summary>
    Task SetGroupAsync(SyncGroupOptions group, CancellationToken cancellationToken);

    /// <summary>Removes a sync group; its instances go on each by itself.</summary>
    Task RemoveGroupAsync(string name, CancellationToken cancellationToken);

    /// <summary>A consistent picture of every instance, by name.</summary>
    Task<IReadOnlyList<VrrpInstanceStatus>> GetInstancesAsync(CancellationToken cancellationToken);

    /// <summary>A picture of every sync group.</summary>
    Task<IReadOnlyList<SyncGroupStatus>> GetGroupsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Events from now on, until the token is cancelled. A slow reader loses nothing up to 4,096 events; beyond that the oldest
    /// are dropped, which shows as a gap in <see cref="VrrpEvent.Sequence"/>.
    /// </summary>
    IAsyncEnumerable<VrrpEvent> WatchAsync(CancellationToken cancellationToken);
}
