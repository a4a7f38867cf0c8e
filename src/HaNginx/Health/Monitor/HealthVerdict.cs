using System.Globalization;

namespace NginxHa.Nginx.Health;

/// <summary>Whether upstreams have enough healthy servers.</summary>
/// <param name="IsEnough">They have, or have not; null while too few servers have been judged to tell.</param>
/// <param name="Reason">The upstream that decides, with its numbers.</param>
public readonly record struct HealthVerdict(bool? IsEnough, string Reason)
{
    /// <summary>Judges by the upstream that stands worst. A server that has not been judged counts for neither side.</summary>
    /// <param name="upstreams">How the upstreams stand.</param>
    /// <param name="minimum">Healthy servers that are enough in each.</param>
    /// <param name="name">Only the upstreams of this name, one of http and one of stream; null for all.</param>
    public static HealthVerdict Of(IReadOnlyList<UpstreamSummary> upstreams, int minimum, string? name)
    {
        ArgumentNullException.ThrowIfNull(upstreams);
        UpstreamSummary? worst = upstreams
            .Where(upstream => name is null || upstream.Name == name)
            .OrderBy(upstream => Judge(upstream, minimum) switch { false => 0, null => 1, true => 2 })
            .ThenBy(upstream => upstream.Healthy)
            .FirstOrDefault();
        return worst is null
            ? new HealthVerdict(false, name is null ? "no upstream is watched" : $"no upstream '{name}' is watched")
            : new HealthVerdict(Judge(worst, minimum), Describe(worst, minimum));
    }

    private static bool? Judge(UpstreamSummary upstream, int minimum) =>
        upstream.Healthy < minimum ? false : upstream.Healthy - upstream.Pending >= minimum ? true : null;

    private static string Describe(UpstreamSummary upstream, int minimum) => string.Create(
        CultureInfo.InvariantCulture,
        $"{upstream.Name}: {upstream.Healthy - upstream.Pending} of {upstream.Total} healthy{(upstream.Pending > 0 ? $", {upstream.Pending} not judged yet" : "")}, {minimum} wanted");
}
