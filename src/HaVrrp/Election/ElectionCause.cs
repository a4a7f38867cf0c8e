namespace NginxHa.Vrrp.Election;

/// <summary>What brought a virtual router into its state; the run time makes a sentence of it.</summary>
internal enum ElectionCause : byte
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>Startup event.</summary>
    Started,

    /// <summary>Startup of the address owner, which asks nobody.</summary>
    Owner,

    /// <summary>Shutdown event.</summary>
    Stopped,

    /// <summary>No master was ever heard.</summary>
    NoMaster,

    /// <summary>The master fell silent.</summary>
    MasterSilent,

    /// <summary>The master sent priority 0.</summary>
    MasterResigned,

    /// <summary>The master's priority is lower than ours.</summary>
    Preempted,

    /// <summary>An advertisement of higher priority came in.</summary>
    HigherPriority,

    /// <summary>An advertisement of the same priority from a higher address came in.</summary>
    HigherAddress,

    /// <summary>A fault.</summary>
    FaultRaised,

    /// <summary>The last fault went away.</summary>
    FaultCleared,

    /// <summary>The sync group moved.</summary>
    Group,
}
