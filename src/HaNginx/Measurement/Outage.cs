namespace NginxHa.Nginx.Measurement;

/// <summary>A time in which no answer came.</summary>
/// <param name="Started">The last answer before, by the wall clock.</param>
/// <param name="Duration">Until the next answer, or until the report while there was none yet.</param>
/// <param name="FailedRequests">Failed requests that were under way during it.</param>
/// <param name="ServerBefore">Who answered last; null where that is not known.</param>
/// <param name="ServerAfter">Who answered next; null where that is not known or nobody did yet.</param>
/// <param name="IsOver">Whether an answer came again.</param>
public sealed record Outage(
    DateTimeOffset Started, TimeSpan Duration, long FailedRequests, string? ServerBefore, string? ServerAfter, bool IsOver);
