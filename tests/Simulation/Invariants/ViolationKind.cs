namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>What must not be.</summary>
internal enum ViolationKind
{
    /// <summary>The engine threw.</summary>
    Exception,

    /// <summary>The engine does something again and again without time going on.</summary>
    Stuck,

    /// <summary>A node that could be master had none for longer than the bound.</summary>
    NoMaster,

    /// <summary>Two nodes had an address for longer than the bound although the worse one could hear the better one.</summary>
    TwoMasters,

    /// <summary>After everything has healed there is not exactly one master.</summary>
    NotOneMaster,

    /// <summary>After everything has healed a better node that preempts is not master.</summary>
    WrongMaster,

    /// <summary>A state changed after everything was settled, or a node became master again and again on the way there.</summary>
    Oscillation,

    /// <summary>A client asks a node that is not the master, and the master could have known.</summary>
    MisledClient,

    /// <summary>An instance has addresses and is not master, or is master and has not all of them.</summary>
    Addresses,

    /// <summary>An instance is in Fault without a reason, or not in Fault with one.</summary>
    Fault,

    /// <summary>One member of a sync group is master, and another one on the same node is not.</summary>
    Group,

    /// <summary>An advertisement came from an instance that is not master, or a master kept silent for longer than its interval.</summary>
    Advertising,

    /// <summary>An instance did something that RFC 9568 section 6.4 does not ask for, or did not do what it asks for.</summary>
    Conformance,

    /// <summary>What the engine tells of itself is not what it has done.</summary>
    Status,
}
