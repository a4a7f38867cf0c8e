namespace NginxHa.Tests.Simulation.World;

/// <summary>
/// Ways to break a node from outside the engine, for the tests that show that each invariant can fail. Never part of a scenario.
/// </summary>
internal enum Sabotage
{
    None,

    /// <summary>Announcements do not reach anybody.</summary>
    NoAnnouncements,

    /// <summary>Addresses are not removed.</summary>
    KeepsAddresses,

    /// <summary>Every fourth advertisement only is sent.</summary>
    SendsTooFew,

    /// <summary>The master does not say goodbye.</summary>
    NoPriorityZero,

    /// <summary>Advertisements of masters are not heard by the second node.</summary>
    HearsNothing,

    /// <summary>The second node's timers are looked at late by two intervals.</summary>
    SleepsTooLong,
}
