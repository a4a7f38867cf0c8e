namespace NginxHa.Topology.Keepalived;

/// <summary>A statement of a keepalived.conf: a keyword with its arguments and, for a block, the statements in its braces.</summary>
/// <param name="Text">The whole statement as read: comments, definitions and conditions resolved, braces not included.</param>
/// <param name="Position">Where it starts.</param>
public sealed record KeepalivedStatement(string Text, SourcePosition Position)
{
    private IReadOnlyList<string>? _words;

    /// <summary>Statements between the braces, or null when the statement has none.</summary>
    public IReadOnlyList<KeepalivedStatement>? Block { get; init; }

    /// <summary>First word: a keyword, or in a list of values the value itself.</summary>
    public string Keyword => Words.Count > 0 ? Words[0] : string.Empty;

    /// <summary>The words after the keyword.</summary>
    public IReadOnlyList<string> Arguments => Words.Count > 1 ? [.. Words.Skip(1)] : [];

    /// <summary>All words; double quotes hold one together.</summary>
    public IReadOnlyList<string> Words => _words ??= Reading.Words.Split(Text, out _);

    /// <summary>The words after the keyword as a command line sees them: single quotes and backslash escapes count too.</summary>
    internal IReadOnlyList<string>? CommandArguments => Reading.Words.SplitCommand(Text) is { Count: > 0 } words ? words[1..] : null;

    /// <summary>Whether two statements say the same, wherever they stand.</summary>
    /// <param name="other">The other statement.</param>
    public bool SaysTheSameAs(KeepalivedStatement other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Words.SequenceEqual(other.Words, StringComparer.Ordinal)
            && (Block is null) == (other.Block is null)
            && (Block is null || (Block.Count == other.Block!.Count && Block.Zip(other.Block).All(pair => pair.First.SaysTheSameAs(pair.Second))));
    }

    /// <inheritdoc/>
    public override string ToString() => Block is null ? Text : $"{Text} {{ ... }}";
}
