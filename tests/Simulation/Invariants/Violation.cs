using System.Globalization;

namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>An invariant that did not hold.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Time">When it was noticed, in ticks since the beginning.</param>
/// <param name="Description">What was seen.</param>
internal sealed record Violation(ViolationKind Kind, long Time, string Description)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} at {(double)Time / TimeSpan.TicksPerMillisecond:0.####} ms: {Description}");
}
