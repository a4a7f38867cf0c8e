namespace NginxHa.Tests.Simulation.World;

/// <summary>Kinds of <see cref="SimulationEvent"/>.</summary>
internal enum SimulationEventKind : byte
{
    /// <summary>A node's engine has to look at its timers.</summary>
    Timer,

    /// <summary>A packet arrives.</summary>
    Arrival,

    /// <summary>A fault begins.</summary>
    FaultStart,

    /// <summary>A fault ends.</summary>
    FaultEnd,

    /// <summary>A node's engine starts for the first time.</summary>
    NodeStart,

    /// <summary>A node's check reports.</summary>
    CheckReport,

    /// <summary>The time to settle is over.</summary>
    Settled,

    /// <summary>The scenario is over.</summary>
    End,
}

/// <summary>One thing that is going to happen. Events of one moment happen in the order in which they were planned.</summary>
internal struct SimulationEvent
{
    public long Time;
    public long Order;
    public SimulationEventKind Kind;
    public int Subject;
    public SimulatedPacket? Packet;
}
