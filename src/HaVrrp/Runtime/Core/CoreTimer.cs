namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>One thing that is due at a moment. Made once and armed as often as needed.</summary>
internal sealed class CoreTimer(Action<long> fire)
{
    /// <summary>When it is due, in ticks of the network stack's clock.</summary>
    public long Deadline { get; internal set; } = long.MaxValue;

    /// <summary>How much earlier it may fire when others are due: each moment that need not be waited for saves waking up. 0 for never.</summary>
    public long MayBeEarlyBy { get; set; }

    public bool IsArmed => Index >= 0;

    /// <summary>Place in the heap, or -1.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>Order of arming: timers due at the same moment fire in it, so that a run can be repeated exactly.</summary>
    internal long Order { get; set; }

    internal void Fire(long now) => fire(now);
}
