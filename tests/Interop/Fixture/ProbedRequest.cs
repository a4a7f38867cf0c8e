namespace NginxHa.Tests.Interop.Fixture;

/// <summary>One request of a <see cref="HttpGapProbe"/>.</summary>
/// <param name="Started">Stopwatch timestamp of its begin.</param>
/// <param name="Ended">Stopwatch timestamp of its end, good or bad.</param>
/// <param name="Server">Name of the node that answered, or null when it failed.</param>
public sealed record ProbedRequest(long Started, long Ended, string? Server)
{
    /// <summary>It was answered.</summary>
    public bool IsGood => Server is not null;
}
