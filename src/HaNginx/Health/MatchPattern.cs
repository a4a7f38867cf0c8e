using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace NginxHa.Nginx.Health;

/// <summary>Patterns that answers are matched against.</summary>
public static class MatchPattern
{
    /// <summary>No pattern may hold up a check: beyond this it counts as no match.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Reads a regular expression of .NET, culture-invariant.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="pattern">It, with <see cref="TimeLimit"/>.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Regex? pattern, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            pattern = new Regex(text, RegexOptions.CultureInvariant, TimeLimit);
            problem = null;
            return true;
        }
        catch (ArgumentException e)
        {
            pattern = null;
            problem = e.Message;
            return false;
        }
    }
}
