namespace NginxHa.Bench.Vrrp.Results;

/// <summary>What a measure says about its target.</summary>
internal enum Verdict
{
    /// <summary>The median ratio is on the right side of 1.0, or on it.</summary>
    Met,

    /// <summary>Some runs are on one side of 1.0 and some on the other, and the median is within the noise of the bench.</summary>
    Level,

    /// <summary>Neither.</summary>
    Missed,
}
