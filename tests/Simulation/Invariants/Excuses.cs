namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>
/// What the referee lets pass because no node could have done better: each is a limit of the protocol or of the machine, said
/// with its reason. A run without one of them finds scenarios that need it (<c>--without</c>), and a test holds each to that:
/// an excuse that nothing needs has to go.
/// </summary>
[Flags]
internal enum Excuses
{
    None = 0,

    /// <summary>
    /// Two masters: an advertisement of the better one that got lost was not heard, so the time begins again. The worse one has
    /// nothing else to know the better one by (6.4.3).
    /// </summary>
    LostAdvertisement = 1 << 0,

    /// <summary>
    /// No master: someone sent an advertisement and is not master any more a moment later, as it gave way with it, or the system
    /// refused its addresses. Whoever follows it starts its timer anew (6.4.2), and has its full time again.
    /// </summary>
    FalseClaim = 1 << 1,

    /// <summary>
    /// No master: a member of a sync group that hears a master cannot take over, and no other member without it. A node
    /// that is cut off from the master on one segment only is served by it on the other one.
    /// </summary>
    GroupFollows = 1 << 2,

    /// <summary>No master: a node that has just started waits its start-up delay first (keepalived vrrp_startup_delay).</summary>
    StartupDelay = 1 << 3,

    /// <summary>
    /// No master: the goodbye of a node that had stopped serving before (its process stood still, or a member of its group had
    /// lost its link) may come when the timer is about to run out, and sets it to Skew_Time once more (6.4.2).
    /// </summary>
    LateGoodbye = 1 << 4,

    /// <summary>Two masters, no master: a process that stands still does nothing, and what it would have done is not asked for.</summary>
    StandingStill = 1 << 5,

    /// <summary>
    /// Misled clients: a new master announces at once, to whom it can reach; nobody answers an announcement, so it cannot know
    /// whom it did not reach. The refresh (garp_master_refresh) is the remedy, and is checked without any excuse.
    /// </summary>
    UnreachedClient = 1 << 6,

    /// <summary>Misled clients: the way from the master to the client closed between the reason to tell it and the telling.</summary>
    ClosedWay = 1 << 7,

    /// <summary>
    /// Misled clients: the last advertisement of a master that gives way is one packet. If it gets lost, cannot get through, or
    /// the better one's machine stands still, then the better one never knows that there was another master.
    /// </summary>
    LostNotice = 1 << 8,

    /// <summary>Misled clients: a master that gives way silently, as RFC 9568 has it, tells the better one nothing.</summary>
    SilentNotice = 1 << 9,

    /// <summary>Addresses: an address that someone else removed comes back within a second, which is how often the engine looks at most.</summary>
    RestoreOnceASecond = 1 << 10,

    /// <summary>Goodbye: a link that is down, or another one of the same name, carries nothing.</summary>
    DeadLink = 1 << 11,
}
