using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes an argument from a list of names; wildcards in the typed word work, names with odd characters are quoted.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
        foreach ((string name, string description) in GetNames(fakeBoundParameters ?? new Hashtable())
            .Where(candidate => pattern.IsMatch(candidate.Name))
            .OrderBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase))
        {
            yield return new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, description);
        }
    }

    /// <summary>The names to choose from.</summary>
    /// <param name="boundParameters">The parameters already typed, by name.</param>
    /// <returns>Each name with a short description for the tool tip.</returns>
    protected abstract IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters);

    private static string Quote(string name) =>
        name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '/')
            ? name
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
}
