using System.Management.Automation;
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
        if (names is null)
        {
            return all;
        }

        var found = new List<VrrpInstanceStatus>();
        foreach (string name in names)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            List<VrrpInstanceStatus> matches = all.FindAll(status => pattern.IsMatch(status.Options.Name));

            // A name may hold characters that a wildcard pattern gives a meaning: the literal name is always found.
            if (matches.Count == 0)
            {
                matches = all.FindAll(status => string.Equals(status.Options.Name, name, StringComparison.OrdinalIgnoreCase));
            }

            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                missing(HaErrors.VrrpInstanceNotFound(name));
            }

            found.AddRange(matches.Where(match => !found.Contains(match)));
        }

        return found;
    }
}
