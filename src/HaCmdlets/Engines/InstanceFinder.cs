using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>Finds running instances by name.</summary>
internal static class InstanceFinder
{
    /// <summary>The instances whose name matches, by engine and name.</summary>
    /// <param name="names">Names with wildcards; null for all.</param>
    /// <param name="kind">The engine to ask; null for all that answer.</param>
    /// <param name="missing">Takes an error for each name without wildcards that no instance has, and that of an engine which fails beside another.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<VrrpInstanceStatus>> FindAsync(
        IReadOnlyList<string>? names, EngineKind? kind, Action<HaException> missing, CancellationToken cancellationToken)
    {
        List<VrrpInstanceStatus> all =
        [
            .. (await EngineQuestion.AskAsync(kind, static (engine, token) => engine.GetInstancesAsync(token), missing, cancellationToken).ConfigureAwait(true))
                .Select(static found => found.Answer),
        ];
        return NameMatch.Choose(all, names, static status => status.Options.Name, HaErrors.VrrpInstanceNotFound, missing);
    }
}
