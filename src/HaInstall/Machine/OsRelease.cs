namespace NginxHa.Installation.Machine;

/// <summary>A distribution as <c>/etc/os-release</c> tells it (os-release(5)).</summary>
/// <param name="Id">ID, such as <c>debian</c>.</param>
/// <param name="Like">ID_LIKE, closest first.</param>
/// <param name="VersionId">VERSION_ID; empty for a rolling distribution.</param>
/// <param name="Codename">VERSION_CODENAME; empty where there is none.</param>
/// <param name="Name">PRETTY_NAME.</param>
public sealed record OsRelease(string Id, IReadOnlyList<string> Like, string VersionId, string Codename, string Name)
{
    /// <summary>A machine that does not tell.</summary>
    public static OsRelease Unknown { get; } = new("linux", [], string.Empty, string.Empty, "Linux");

    /// <summary>The part of the version before the first dot, or 0.</summary>
    public int MajorVersion => int.TryParse(VersionId.Split('.')[0], out int major) ? major : 0;

    /// <summary>Whether it is a distribution or one made from it.</summary>
    public bool Is(string id) => Id == id || Like.Contains(id);

    /// <summary>Reads the text of the file.</summary>
    public static OsRelease Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && !line.StartsWith('#'))
            {
                values[line[..equals].Trim()] = Unquote(line[(equals + 1)..].Trim());
            }
        }

        string Value(string key, string otherwise = "") => values.GetValueOrDefault(key) is { Length: > 0 } value ? value : otherwise;
        return new OsRelease(
            Value("ID", Unknown.Id),
            Value("ID_LIKE").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Value("VERSION_ID"),
            Value("VERSION_CODENAME"),
            Value("PRETTY_NAME", Unknown.Name));
    }

    private static string Unquote(string value)
    {
        if (value.Length < 2 || value[0] is not ('"' or '\'') || value[^1] != value[0])
        {
            return value;
        }

        string inner = value[1..^1];
        return value[0] == '\'' ? inner : inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\$", "$", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
    }
}
