namespace NginxHa.Bench.Vrrp.Results;

/// <summary>What a part of the bench found.</summary>
/// <param name="Part">Its name: gap, cpu, start, scale, jitter.</param>
/// <param name="Conditions">How it was measured: windows, runs, what was equal.</param>
/// <param name="Measures">What came out.</param>
internal sealed record PartResult(string Part, string Conditions, List<Measure> Measures)
{
    /// <summary>When, in UTC.</summary>
    public DateTime Time { get; init; } = DateTime.UtcNow;

    /// <summary>Load average of the last minute before it began.</summary>
    public double LoadBefore { get; init; }

    /// <summary>Further lines of the report, in Markdown.</summary>
    public List<string> Remarks { get; init; } = [];
}
