using NginxHa.Bench.Vrrp.Measuring;

namespace NginxHa.Bench.Vrrp.Results;

/// <summary>The ratios of a measure in three numbers.</summary>
internal sealed class RatioSummary(Measure measure)
{
    /// <summary>Two equals are this far apart by chance: <c>bench/run --itself</c>.</summary>
    public const double LevelUpTo = 1.05;

    /// <summary>Smallest ratio of a run.</summary>
    public double Minimum { get; } = measure.Ratios.Min();

    /// <summary>The one in the middle.</summary>
    public double Median { get; } = Percentiles.Median(measure.Ratios);

    /// <summary>Largest.</summary>
    public double Maximum { get; } = measure.Ratios.Max();

    /// <summary>How the median stands to 1.0.</summary>
    public Verdict Verdict => (measure.MoreIsBetter ? 1 / Math.Max(Median, double.Epsilon) : Median) switch
    {
        <= 1.005 => Verdict.Met,
        <= LevelUpTo when Minimum <= 1 && Maximum >= 1 => Verdict.Level,
        _ => Verdict.Missed,
    };
}
