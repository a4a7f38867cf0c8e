using System.Text;

namespace NginxHa.Nginx.Configuration;

/// <summary>
/// One file of nginx's configuration: its bytes, and a tree of spans over them. Nothing is copied from the text, so
/// what was not edited is written back as it was read: line ends, a byte order mark, odd bytes and all.
/// Immutable; edits make a new one (<see cref="ConfigurationEdit"/>).
/// </summary>
public sealed class ConfigurationFile
{
    /// <summary>Offsets are 32 bit; nobody has written a larger nginx.conf yet.</summary>
    internal const int MaximumLength = 1 << 30;

    private readonly byte[] _text;

    private ConfigurationFile(byte[] text, string path, ConfigurationParser parser)
    {
        _text = text;
        Path = path;
        Nodes = parser.Nodes;
        Count = parser.NodeCount;
        Words = parser.Words;
        CommentRecords = parser.Comments;
        CommentCount = parser.CommentCount;
        Diagnostics = parser.Diagnostics;
    }

    /// <summary>The path given to the reader; empty for text without a file.</summary>
    public string Path { get; }

    /// <summary>All bytes of the file.</summary>
    public ReadOnlyMemory<byte> Bytes => _text;

    /// <summary>Number of directives at all depths.</summary>
    public int Count { get; }

    /// <summary>What the tolerant reader stepped over, in the order of the text; empty after a strict read.</summary>
    public IReadOnlyList<ConfigurationDiagnostic> Diagnostics { get; }

    /// <summary>Whether the file begins with the UTF-8 byte order mark (which nginx itself does not skip).</summary>
    public bool HasByteOrderMark => _text.AsSpan().StartsWith("\uFEFF"u8);

    /// <summary>The line end of the first line: "\r\n" or "\n" ("\n" when there is none).</summary>
    public string NewLine
    {
        get
        {
            int lineEnd = _text.AsSpan().IndexOf((byte)'\n');
            return lineEnd > 0 && _text[lineEnd - 1] == '\r' ? "\r\n" : "\n";
        }
    }

    /// <summary>The directives outside every block.</summary>
    public DirectiveList Directives => new(this, 0, Count);

    internal NodeRecord[] Nodes { get; }

    internal WordRecord[] Words { get; }

    internal CommentRecord[] CommentRecords { get; }

    internal int CommentCount { get; }

    internal ReadOnlySpan<byte> Text => _text;

    /// <summary>A directive by its place in the order of the text, whatever its depth.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ConfigurationDirective this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new ConfigurationDirective(this, index);
        }
    }

    /// <summary>Reads bytes; they are kept, not copied, and must not change afterwards.</summary>
    /// <param name="text">Bytes of the file.</param>
    /// <param name="path">Path to name in errors.</param>
    /// <param name="mode">Stop at the first error, or list all.</param>
    /// <exception cref="ConfigurationException">Strict mode, and nginx would refuse the text.</exception>
    public static ConfigurationFile Parse(byte[] text, string path = "", ParseMode mode = ParseMode.Strict)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        if (text.Length > MaximumLength)
        {
            throw new ConfigurationException(new ConfigurationDiagnostic(path, 0, 0, $"the file has {text.Length} bytes, {MaximumLength} are allowed"));
        }

        return new ConfigurationFile(text, path, ConfigurationParser.Run(text, path, mode));
    }

    /// <summary>Reads a string, as UTF-8.</summary>
    /// <param name="text">Text of the file.</param>
    /// <param name="path">Path to name in errors.</param>
    /// <param name="mode">Stop at the first error, or list all.</param>
    /// <exception cref="ConfigurationException">Strict mode, and nginx would refuse the text.</exception>
    public static ConfigurationFile Parse(string text, string path = "", ParseMode mode = ParseMode.Strict) =>
        Parse(Encoding.UTF8.GetBytes(text), path, mode);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="mode">Stop at the first error, or list all.</param>
    /// <exception cref="ConfigurationException">The file cannot be opened, or (strict) nginx would refuse it.</exception>
    public static ConfigurationFile Load(string path, ParseMode mode = ParseMode.Strict) =>
        Parse(DiskConfigurationSource.Instance.Read(path), path, mode);

    /// <summary>The comments, in the order of the text.</summary>
    public IEnumerable<ConfigurationComment> Comments()
    {
        for (int i = 0; i < CommentCount; i++)
        {
            yield return new ConfigurationComment(this, CommentRecords[i]);
        }
    }

    /// <summary>The comment that follows a directive in the line where the directive ends, if there is one.</summary>
    /// <param name="directive">A directive of this file.</param>
    public ConfigurationComment? CommentAfter(ConfigurationDirective directive)
    {
        int from = directive.End;
        int low = 0;
        int high = CommentCount;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (CommentRecords[middle].Start < from)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < CommentCount && Text[from..CommentRecords[low].Start].IndexOfAnyExcept(" \t"u8) < 0
            ? new ConfigurationComment(this, CommentRecords[low])
            : null;
    }

    /// <summary>The text, decoded as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_text);

    internal string Decode(int start, int length) => Encoding.UTF8.GetString(_text, start, length);
}
