namespace NginxHa.Topology.Keepalived.Exporting;

/// <summary>Finds the statements without equivalent that belong to a block, each once.</summary>
internal sealed class KeptIndex(IEnumerable<KeptStatement> kept)
{
    private readonly List<KeptStatement> _left = [.. kept.Where(statement => statement.IsWritten)];

    /// <summary>What was never asked for: its block is not written.</summary>
    public IReadOnlyList<KeptStatement> Left => _left;

    public List<KeepalivedStatement> Take(params string[] path)
    {
        List<KeptStatement> taken = _left.FindAll(statement => statement.Path.SequenceEqual(path, StringComparer.Ordinal));
        _left.RemoveAll(taken.Contains);
        return taken.ConvertAll(statement => statement.Statement);
    }

    /// <summary>Words to put behind a line of a list, for the first line of that text that has some.</summary>
    public string TakeWords(params string[] path)
    {
        int index = _left.FindIndex(statement => statement.Path.SequenceEqual(path, StringComparer.Ordinal));
        if (index < 0)
        {
            return string.Empty;
        }

        string words = ConfigurationText.Escape(_left[index].Statement.Text);
        _left.RemoveAt(index);
        return " " + words;
    }
}
