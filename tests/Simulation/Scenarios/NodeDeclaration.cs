namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>One node.</summary>
/// <param name="DriftPerMillion">How much faster its clock runs.</param>
/// <param name="ClockBase">What its clock shows at the beginning, in ticks.</param>
/// <param name="StartAt">When the engine starts, in ticks since the beginning.</param>
/// <param name="Routers">Its options for each virtual router.</param>
/// <param name="Track">Its check, or null.</param>
internal sealed record NodeDeclaration(int DriftPerMillion, long ClockBase, long StartAt, NodeRouter[] Routers, TrackDeclaration? Track);
