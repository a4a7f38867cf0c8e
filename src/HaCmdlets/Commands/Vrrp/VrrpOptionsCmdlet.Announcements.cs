using System.Management.Automation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <content>Gratuitous ARP and unsolicited neighbour advertisements.</content>
public abstract partial class VrrpOptionsCmdlet
{
    /// <summary>Delay before the second round of announcements after becoming master, 5 s by default; 0 for no second round.</summary>
    [Parameter]
    [Alias("garp_master_delay")]
    [IntervalTransformation]
    public TimeSpan GratuitousArpDelay { get; set; }

    /// <summary>Announcements an address in each of the two rounds, 1-255, 5 by default.</summary>
    [Parameter]
    [Alias("garp_master_repeat")]
    [ValidateRange(1, 255)]
    public int GratuitousArpRepeat { get; set; }

    /// <summary>Interval of the refresh while master; 0 (default) for none.</summary>
    [Parameter]
    [Alias("garp_master_refresh")]
    [IntervalTransformation]
    public TimeSpan GratuitousArpRefresh { get; set; }

    /// <summary>Announcements an address in each refresh, 1-255, 1 by default.</summary>
    [Parameter]
    [Alias("garp_master_refresh_repeat")]
    [ValidateRange(1, 255)]
    public int GratuitousArpRefreshRepeat { get; set; }

    /// <summary>Delay of the announcements after an advertisement of lower priority was heard as master; that of -GratuitousArpDelay by default.</summary>
    [Parameter]
    [Alias("garp_lower_prio_delay")]
    [IntervalTransformation]
    public TimeSpan? LowerPriorityArpDelay { get; set; }

    /// <summary>Announcements an address then, 0-255; that of -GratuitousArpRepeat by default.</summary>
    [Parameter]
    [Alias("garp_lower_prio_repeat")]
    [ValidateRange(0, 255)]
    public int? LowerPriorityArpRepeat { get; set; }

    /// <summary>Pause between two gratuitous ARP messages on an interface, 0 (default) to 1 s.</summary>
    [Parameter]
    [Alias("garp_interval")]
    [IntervalTransformation]
    public TimeSpan GratuitousArpInterval { get; set; }

    /// <summary>Pause between two unsolicited neighbour advertisements on an interface, 0 (default) to 1 s.</summary>
    [Parameter]
    [Alias("gna_interval")]
    [IntervalTransformation]
    public TimeSpan NeighbourAdvertisementInterval { get; set; }

    private GratuitousArpOptions ApplyAnnouncements(GratuitousArpOptions present) => present with
    {
        Delay = Given(nameof(GratuitousArpDelay), GratuitousArpDelay, present.Delay),
        Repeat = Given(nameof(GratuitousArpRepeat), GratuitousArpRepeat, present.Repeat),
        Refresh = Given(nameof(GratuitousArpRefresh), GratuitousArpRefresh, present.Refresh),
        RefreshRepeat = Given(nameof(GratuitousArpRefreshRepeat), GratuitousArpRefreshRepeat, present.RefreshRepeat),
        LowerPriorityDelay = Given(nameof(LowerPriorityArpDelay), LowerPriorityArpDelay, present.LowerPriorityDelay),
        LowerPriorityRepeat = Given(nameof(LowerPriorityArpRepeat), LowerPriorityArpRepeat, present.LowerPriorityRepeat),
        ArpInterval = Given(nameof(GratuitousArpInterval), GratuitousArpInterval, present.ArpInterval),
        NeighbourAdvertisementInterval =
            Given(nameof(NeighbourAdvertisementInterval), NeighbourAdvertisementInterval, present.NeighbourAdvertisementInterval),
    };
}
