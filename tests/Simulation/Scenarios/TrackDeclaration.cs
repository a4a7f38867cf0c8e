namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>A check of a node.</summary>
/// <param name="IsInterface">The node's last link is watched; otherwise a check that reports.</param>
/// <param name="Weight">As in the options; 0 means fault.</param>
/// <param name="InitiallyUp">As in the options; null waits for the first report.</param>
internal sealed record TrackDeclaration(bool IsInterface, int Weight, bool? InitiallyUp);
