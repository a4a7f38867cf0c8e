using NginxHa.Tests.Simulation.Invariants;

namespace NginxHa.Tests.Simulation.World;

/// <summary>How strictly a scenario is watched, and what is broken in it.</summary>
internal sealed record RunRules
{
    public static RunRules Usual { get; } = new();

    /// <summary>Compare with the second reading of the RFC.</summary>
    public bool UsesReference { get; init; } = true;

    /// <summary>What is broken, for tests.</summary>
    public Sabotage Sabotage { get; init; }

    /// <summary>Excuses that are not taken.</summary>
    public Excuses Without { get; init; }

    public bool Takes(Excuses excuse) => (Without & excuse) == 0;
}
