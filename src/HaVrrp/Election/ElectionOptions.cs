using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Election;

/// <summary>The parameters of a virtual router (RFC 9568 section 6.1), as the election needs them; times in ticks of 100 ns.</summary>
internal readonly record struct ElectionOptions
{
    public VrrpVersion Version { get; init; }

    /// <summary>The configured priority; 255 is the address owner.</summary>
    public byte Priority { get; init; }

    /// <summary>Advertisement_Interval.</summary>
    public long Interval { get; init; }

    /// <summary>Preempt_Mode; the owner preempts whatever it says.</summary>
    public bool Preempt { get; init; }

    public long PreemptDelay { get; init; }

    public long StartupDelay { get; init; }

    /// <summary>At start, one interval without a better master is enough.</summary>
    public bool StartsAsMaster { get; init; }

    public int DownTimerAdverts { get; init; }

    public bool HigherPrioritySendAdvert { get; init; }

    public bool LowerPriorityNoAdvert { get; init; }

    /// <summary>Member of a sync group: it asks before it becomes master.</summary>
    public bool IsGrouped { get; init; }

    public bool IsOwner => Priority == VrrpConstants.OwnerPriority;

    public static ElectionOptions From(VrrpInstanceOptions options, bool isGrouped) => new()
    {
        Version = options.Version,
        Priority = options.Priority,
        Interval = options.AdvertisementInterval.Ticks,
        Preempt = options.Preempt,
        PreemptDelay = options.PreemptDelay.Ticks,
        StartupDelay = options.StartupDelay.Ticks,
        StartsAsMaster = options.InitialState == VrrpInitialState.Master,
        DownTimerAdverts = options.DownTimerAdverts,
        HigherPrioritySendAdvert = options.HigherPrioritySendAdvert,
        LowerPriorityNoAdvert = options.LowerPriorityNoAdvert,
        IsGrouped = isGrouped,
    };
}
