namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>One virtual router as all nodes agree on it.</summary>
/// <param name="Index">0 or 1.</param>
/// <param name="VirtualRouterId">VRID.</param>
/// <param name="Segment">The segment that it runs on.</param>
/// <param name="AddressCount">Number of virtual addresses.</param>
internal sealed record RouterDeclaration(int Index, byte VirtualRouterId, int Segment, int AddressCount);
