using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Topology.Keepalived;

/// <summary>
/// A keepalived.conf as read: every statement that is left after comments, includes, conditions, definitions and
/// repetitions, in order, and what the reader has to say about it. Covers the language of keepalived 2.2.7.
/// </summary>
public sealed class KeepalivedDocument
{
    private KeepalivedDocument(string name, IReadOnlyList<KeepalivedStatement> statements, IReadOnlyList<Finding> findings)
    {
        Name = name;
        Statements = statements;
        Findings = findings;
    }

    /// <summary>Path of the file, or the name given to a text.</summary>
    public string Name { get; }

    /// <summary>Statements of the top level.</summary>
    public IReadOnlyList<KeepalivedStatement> Statements { get; }

    /// <summary>What the reader found: unknown keywords, braces and quotes that do not match, files that are missing.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Reads a file and everything that it includes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Configuration id and the like; null for none.</param>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static KeepalivedDocument ReadFile(string path, KeepalivedReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(path, options, reader => reader.OpenFile(path));
    }

    /// <summary>Reads a text that is in memory.</summary>
    /// <param name="text">The configuration.</param>
    /// <param name="name">Name for findings.</param>
    /// <param name="options">Configuration id and the like; null for none.</param>
    public static KeepalivedDocument Parse(string text, string name = "keepalived.conf", KeepalivedReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(name, options, reader => reader.OpenText(text, name));
    }

    private static KeepalivedDocument Read(string name, KeepalivedReadOptions? options, Action<LineReader> open)
    {
        var findings = new FindingList();
        var reader = new LineReader(options ?? KeepalivedReadOptions.Default, findings);
        open(reader);
        return new KeepalivedDocument(name, StatementParser.Parse(reader.Read(), findings), findings);
    }
}
