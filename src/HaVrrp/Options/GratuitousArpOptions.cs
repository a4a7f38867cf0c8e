namespace NginxHa.Vrrp.Options;

/// <summary>When and how often the master tells its neighbours where the virtual addresses are. Defaults are keepalived's.</summary>
public sealed record GratuitousArpOptions
{
    /// <summary>Delay before the second round after becoming master (<c>garp_master_delay</c>); zero for no second round.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages an address in each of the two rounds (<c>garp_master_repeat</c>), at least 1.</summary>
    public int Repeat { get; init; } = 5;

    /// <summary>Interval of the refresh while master (<c>garp_master_refresh</c>); zero for none.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.Zero;

    /// <summary>Messages an address in each refresh (<c>garp_master_refresh_repeat</c>).</summary>
    public int RefreshRepeat { get; init; } = 1;

    /// <summary>Delay after an advertisement of lower priority was heard while master (<c>garp_lower_prio_delay</c>); null means <see cref="Delay"/>.</summary>
    public TimeSpan? LowerPriorityDelay { get; init; }

    /// <summary>Messages an address then (<c>garp_lower_prio_repeat</c>); null means <see cref="Repeat"/>.</summary>
    public int? LowerPriorityRepeat { get; init; }

    /// <summary>Pause between two gratuitous ARP messages on an interface (<c>garp_interval</c>).</summary>
    public TimeSpan ArpInterval { get; init; } = TimeSpan.Zero;

    /// <summary>Pause between two unsolicited neighbour advertisements on an interface (<c>gna_interval</c>).</summary>
    public TimeSpan NeighbourAdvertisementInterval { get; init; } = TimeSpan.Zero;
}
