namespace NginxHa.Vrrp.Options;

/// <summary>Instances that move together (keepalived <c>vrrp_sync_group</c>).</summary>
public sealed record SyncGroupOptions
{
    /// <summary>Name, unique within the engine.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the instances; each belongs to one group at most.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>Group hooks.</summary>
    public VrrpHooks Hooks { get; init; } = VrrpHooks.None;

    /// <summary>Tracks for all members.</summary>
    public IReadOnlyList<TrackOptions> Tracks { get; init; } = [];
}
