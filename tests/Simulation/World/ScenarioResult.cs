using NginxHa.Tests.Simulation.Invariants;

namespace NginxHa.Tests.Simulation.World;

/// <summary>How a scenario ended.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Violation">What was wrong, or null.</param>
/// <param name="Failovers">How often a virtual router's mastership went from one node to another.</param>
/// <param name="Duration">Simulated time in ticks.</param>
internal readonly record struct ScenarioResult(ulong Seed, Violation? Violation, int Failovers, long Duration);
