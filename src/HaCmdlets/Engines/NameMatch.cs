using System.Management.Automation;
using NginxHa.Cmdlets.Errors;

namespace NginxHa.Cmdlets.Engines;

/// <summary>Chooses by names with wildcards.</summary>
internal static class NameMatch
{
    /// <summary>What the names mean, in their order, each once.</summary>
    /// <param name="all">What there is.</param>
    /// <param name="names">Names with wildcards; null for all.</param>
    /// <param name="nameOf">The name of one.</param>
    /// <param name="notFound">The error for a name without wildcards that none has.</param>
    /// <param name="missing">Takes these errors.</param>
    public static IReadOnlyList<T> Choose<T>(
        List<T> all, IReadOnlyList<string>? names, Func<T, string> nameOf, Func<string, HaException> notFound, Action<HaException> missing)
    {
        if (names is null)
        {
            return all;
        }

        var chosen = new List<T>();
        foreach (string name in names)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            List<T> matches = all.FindAll(one => pattern.IsMatch(nameOf(one)));

            // A name may hold characters that a wildcard pattern gives a meaning: the literal name is always found.
            if (matches.Count == 0)
            {
                matches = all.FindAll(one => string.Equals(nameOf(one), name, StringComparison.OrdinalIgnoreCase));
            }

            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                missing(notFound(name));
            }

            chosen.AddRange(matches.Where(match => !chosen.Contains(match)));
        }

        return chosen;
    }
}
