namespace NginxHa.Nginx.Measurement;

/// <summary>A time in which one server gave all the answers.</summary>
/// <param name="Server">Its name; null where the answers did not tell.</param>
/// <param name="Started">Its first answer, by the wall clock.</param>
/// <param name="Ended">Its last answer.</param>
/// <param name="Requests">Its answers.</param>
public sealed record ServingPeriod(string? Server, DateTimeOffset Started, DateTimeOffset Ended, long Requests)
{
    /// <summary>From the first answer to the last.</summary>
    public TimeSpan Duration => Ended - Started;
}
