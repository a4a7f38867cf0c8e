namespace NginxHa.Vrrp.Election;

/// <summary>
/// What the run time has to do after an event, in the order of the values: an advertisement leaves before addresses are
/// added, so that the old master lets go of them before neighbours are told where they are now; priority 0 leaves before
/// addresses are removed, so that the next master is not kept waiting for the removal.
/// </summary>
[Flags]
internal enum ElectionActions
{
    None = 0,

    /// <summary>Send an advertisement with the effective priority.</summary>
    SendAdvertisement = 1 << 0,

    /// <summary>Send an advertisement with priority 0.</summary>
    SendPriorityZero = 1 << 1,

    /// <summary>Stop announcing; remove rules, routes and addresses.</summary>
    ReleaseAddresses = 1 << 2,

    /// <summary>Add addresses, routes and rules; announce the addresses.</summary>
    AcquireAddresses = 1 << 3,

    /// <summary>Announce the addresses again: someone else has claimed them.</summary>
    AnnounceAgain = 1 << 4,

    /// <summary>The Master_Down_Timer of a group's member ran out: become master if every other member is ready too.</summary>
    RequestGroupMaster = 1 << 5,

    /// <summary>Tell whoever listens that an advertisement of lower priority was heard by the master.</summary>
    ReportLowerPriority = 1 << 6,

    /// <summary>A group's member has heard a master that it follows: the others cannot be masters without it.</summary>
    Followed = 1 << 7,

    /// <summary>The state is another one than before the event.</summary>
    StateChanged = 1 << 8,
}

/// <summary>Questions to a set of actions.</summary>
internal static class ElectionActionsQuestions
{
    /// <summary>Whether any of the given actions is in the set. Enum.HasFlag boxes in code that is not optimised yet.</summary>
    public static bool Has(this ElectionActions actions, ElectionActions any) => (actions & any) != 0;
}
