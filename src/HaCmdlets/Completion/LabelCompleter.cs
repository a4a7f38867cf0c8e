using System.Collections;
using System.Globalization;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes labels for the interface that <c>-Interface</c> names: <c>eth0:1</c> and so on.</summary>
public sealed class LabelCompleter : NameCompleter
{
    private const int Suggestions = 5;

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(boundParameters);
        return boundParameters["Interface"]?.ToString() is { Length: > 0 } link
            ? Enumerable.Range(1, Suggestions)
                .Select(number => $"{link}:{number.ToString(CultureInfo.InvariantCulture)}")
                .Select(label => (label, $"{label}: a label of {link}"))
            : [];
    }
}
