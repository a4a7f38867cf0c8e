namespace NginxHa.Bench.Vrrp.Measuring;

/// <summary>Values in order.</summary>
internal static class Percentiles
{
    /// <summary>The value that a share of all values does not exceed.</summary>
    public static double Of(IReadOnlyList<double> ordered, double share) =>
        ordered.Count == 0 ? double.NaN : ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Count) - 1, 0, ordered.Count - 1)];

    /// <summary>The middle one; between the two in the middle for an even count.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered.Length == 0 ? double.NaN : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
