namespace NginxHa.Platform;

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

    /// <summary>How long it may take; null for as long as it likes.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// It leaves a daemon behind. The daemon inherits the streams, so waiting for their end would be waiting for the daemon's: what
    /// was written until the program itself ended is all that counts.
    /// </summary>
    public bool LeavesDaemon { get; init; }

    /// <summary>As one would type it, for messages. Never handed to a shell.</summary>
    public string Text => string.Join(' ', Arguments.Prepend(Program).Select(Quote));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "-_./=:,+@%~".Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
