using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>What the parts of one import share.</summary>
internal sealed class ImportContext
{
    private readonly List<KeptStatement> _kept = [];

    public ImportContext() => Corrections = new LineCorrection(this);

    public GlobalSettings Settings { get; } = new();

    public FindingList Findings { get; } = new();

    public TrackDefinitions Tracks { get; } = new();

    public LineCorrection Corrections { get; }

    public IReadOnlyList<KeptStatement> Kept => _kept;

    public ValueReader ValuesFor(string head) => new(Findings, head);

    /// <summary>Keeps a statement that the engine has nothing for.</summary>
    public void Keep(IReadOnlyList<string> path, KeepalivedStatement statement, string reason) =>
        _kept.Add(new KeptStatement(path, statement, reason));

    /// <summary>Keeps a statement of a block with keywords; one that keepalived does not know itself is not written again.</summary>
    /// <param name="block">Keyword of the block; null for the top level.</param>
    /// <param name="path">Heads of the blocks around it.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="reason">Why the engine has nothing for it.</param>
    public void KeepKeyword(string? block, IReadOnlyList<string> path, KeepalivedStatement statement, string reason)
    {
        if (GrammarContext.Root.IsKnown(block, statement.Keyword))
        {
            Keep(path, statement, reason);
        }
        else
        {
            KeepTranslated(path, statement, "keepalived does not know it either.");
        }
    }

    /// <summary>Keeps words that stand behind a value which is itself understood.</summary>
    public void KeepWords(IReadOnlyList<string> path, KeepalivedStatement statement, IEnumerable<string> words, string reason) =>
        Keep(path, new KeepalivedStatement(string.Join(' ', words), statement.Position), reason);

    /// <summary>Lists a statement that is not written again, because other options say the same or keepalived ignores it.</summary>
    public void KeepTranslated(IReadOnlyList<string> path, KeepalivedStatement statement, string reason) =>
        _kept.Add(new KeptStatement(path, statement, reason) { IsWritten = false });
}
