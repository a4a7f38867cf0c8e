namespace NginxHa.Bench.Vrrp.Results;

/// <summary>One thing measured on both, run by run; runs with the same number were made next to each other.</summary>
/// <param name="Key">Short name for notes, unique: <c>gap-hard-v2-1s</c>.</param>
/// <param name="What">What was measured, for tables.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Ours">Values of the agent.</param>
/// <param name="Theirs">Values of keepalived.</param>
internal sealed record Measure(string Key, string What, string Unit, List<double> Ours, List<double> Theirs)
{
    /// <summary>More is better, and the target is at least 1.0; else less is better and the target is at most 1.0.</summary>
    public bool MoreIsBetter { get; init; }

    /// <summary>Compared with a target; else shown only.</summary>
    public bool HasTarget { get; init; } = true;

    /// <summary>Ours divided by theirs, run by run; nothing by nothing is 1.</summary>
    public IReadOnlyList<double> Ratios => [.. Ours.Zip(Theirs, (ours, theirs) => ours == theirs ? 1 : ours / theirs)];
}
