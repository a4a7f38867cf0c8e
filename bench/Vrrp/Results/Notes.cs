namespace NginxHa.Bench.Vrrp.Results;

/// <summary>Reasons that people wrote for targets that are missed: <c>notes.md</c>, a heading with the start of a measure's key each.</summary>
internal sealed class Notes
{
    private readonly List<(string Start, string Text)> _notes = [];

    public Notes(string path)
    {
        foreach (string section in File.ReadAllText(path).Split("\n## ").Skip(1))
        {
            int end = section.IndexOf('\n', StringComparison.Ordinal);
            _notes.Add((section[..end].Trim(), section[end..].Trim()));
        }
    }

    /// <summary>The reason for a measure; the longest heading that its key begins with counts.</summary>
    public string? For(string key) =>
        _notes.Where(note => key.StartsWith(note.Start, StringComparison.Ordinal)).OrderByDescending(note => note.Start.Length).Select(note => note.Text).FirstOrDefault();
}
