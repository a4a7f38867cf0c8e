using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>Finds sync groups by name.</summary>
internal static class GroupFinder
{
    /// <summary>The groups whose name matches, each with its engine.</summary>
    /// <param name="names">Names with wildcards; null for all.</param>
    /// <param name="kind">The engine to ask; null for all that answer.</param>
    /// <param name="missing">Takes an error for each name without wildcards that no group has, and that of an engine which fails beside another.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<(IVrrpEngine Engine, SyncGroupStatus Group)>> FindAsync(
        IReadOnlyList<string>? names, EngineKind? kind, Action<HaException> missing, CancellationToken cancellationToken)
    {
        List<(IVrrpEngine Engine, SyncGroupStatus Group)> all =
            await EngineQuestion.AskAsync(kind, static (engine, token) => engine.GetGroupsAsync(token), missing, cancellationToken).ConfigureAwait(true);
        if (names is null)
        {
            return all;
        }

        var found = new List<(IVrrpEngine Engine, SyncGroupStatus Group)>();
        foreach (string name in names)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            var matches = all.FindAll(entry => pattern.IsMatch(entry.Group.Options.Name)
                || string.Equals(entry.Group.Options.Name, name, StringComparison.OrdinalIgnoreCase));
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                missing(HaErrors.VrrpSyncGroupNotFound(name));
            }

            found.AddRange(matches.Where(match => !found.Contains(match)));
        }

        return found;
    }
}
