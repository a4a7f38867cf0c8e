namespace NginxHa.Installation.Commands;

/// <summary>A program with its arguments, as it is started: no shell stands between.</summary>
/// <param name="Program">Name on the search path, or absolute path.</param>
/// <param name="Arguments">Arguments, one each; nothing in them is expanded.</param>
public sealed record SystemCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Working directory; null for that of the process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment variables beside those of the process; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text for its standard input; null for none.</summary>
    public string? Input { get; init; }

    /// <summary>As one would type it, for messages. Never handed to a shell.</summary>
    public string Text => string.Join(' ', Arguments.Prepend(Program).Select(Quote));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "-_./=:,+@%~".Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
