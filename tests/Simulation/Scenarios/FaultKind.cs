namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>What can go wrong. Each fault has a beginning and an end; after the end everything is as it was, unless said otherwise.</summary>
internal enum FaultKind : byte
{
    /// <summary>Packets of a segment get lost with a probability.</summary>
    Loss,

    /// <summary>Packets of a segment arrive twice with a probability.</summary>
    Duplication,

    /// <summary>Packets of a segment take up to a time longer, each its own, so that later ones overtake earlier ones.</summary>
    Delay,

    /// <summary>A segment falls into two parts, clients included.</summary>
    Partition,

    /// <summary>One node is not heard by the others.</summary>
    Mute,

    /// <summary>One node does not hear the others.</summary>
    Deaf,

    /// <summary>One node does not hear one other.</summary>
    OneWay,

    /// <summary>The process does not run; what arrives waits in its sockets (garbage collection, overload, SIGSTOP).</summary>
    Pause,

    /// <summary>The whole machine does not run; what arrives is lost (a stalled virtual machine). Its clock has gone on afterwards.</summary>
    Stall,

    /// <summary>The process is killed and started again at the end; its addresses stay on the node.</summary>
    Crash,

    /// <summary>The machine restarts: addresses and memory are gone.</summary>
    Reboot,

    /// <summary>The engine is stopped in order, and started again at the end.</summary>
    Stop,

    /// <summary>A link has no carrier.</summary>
    LinkDown,

    /// <summary>A link is deleted and made again at the end, with another index and without virtual addresses.</summary>
    LinkDeleted,

    /// <summary>A tracked check fails.</summary>
    TrackDown,

    /// <summary>The configured priority becomes another one and stays so.</summary>
    Priority,

    /// <summary>The advertisement interval of one node becomes another one and stays so (version 3, where backups learn it).</summary>
    Interval,

    /// <summary>Preemption is switched and stays so.</summary>
    Preemption,

    /// <summary>Someone removes the virtual addresses of a node from its link.</summary>
    AddressRemoved,

    /// <summary>The system refuses to add addresses.</summary>
    AddressRefused,
}
