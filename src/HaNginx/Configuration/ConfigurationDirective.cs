using System.Text;

namespace NginxHa.Nginx.Configuration;

/// <summary>
/// A directive: a view of one node of a <see cref="ConfigurationFile"/>. Strings are made from the text when they
/// are asked for.
/// </summary>
public readonly struct ConfigurationDirective : IEquatable<ConfigurationDirective>
{
    internal ConfigurationDirective(ConfigurationFile file, int index)
    {
        File = file;
        Index = index;
    }

    /// <summary>The file in which it stands.</summary>
    public ConfigurationFile File { get; }

    /// <summary>Its place among all directives of the file, in the order of the text.</summary>
    public int Index { get; }

    /// <summary>The first word, without quotes.</summary>
    public string Name => Words[0].Value;

    /// <summary>All words, the name first.</summary>
    public WordList Words => new(File, Node.FirstWord, Node.WordCount);

    /// <summary>The words after the name.</summary>
    public WordList Arguments => new(File, Node.FirstWord + 1, Node.WordCount - 1);

    /// <summary>Line of the name, from 1.</summary>
    public int Line => Node.Line;

    /// <summary>Column of the name in bytes, from 1.</summary>
    public int Column => Start - File.Text[..Start].LastIndexOf((byte)'\n');

    /// <summary>Whether it has a body in braces.</summary>
    public bool HasBlock => (Node.Flags & NodeFlags.Block) != 0;

    /// <summary>Whether the body is Lua, which has no directives.</summary>
    public bool IsRawBlock => (Node.Flags & NodeFlags.Raw) != 0;

    /// <summary>Whether it ends with its own ';' or '}'; false only where the tolerant reader closed it.</summary>
    public bool IsClosed => (Node.Flags & NodeFlags.Closed) != 0;

    /// <summary>The block around it; null outside every block.</summary>
    public ConfigurationDirective? Parent => Node.Parent < 0 ? null : new ConfigurationDirective(File, Node.Parent);

    /// <summary>The directives directly in its block.</summary>
    public DirectiveList Children => new(File, Index + 1, Node.NextSibling);

    /// <summary>Offset of its first byte.</summary>
    public int Start => File.Words[Node.FirstWord].Start;

    /// <summary>Offset after its ';' or '}'.</summary>
    public int End => Node.End;

    /// <summary>Offset after the opening brace; -1 without a block.</summary>
    public int BodyStart => Node.BodyStart;

    /// <summary>Offset of the closing brace (the end of the file where it is missing); -1 without a block.</summary>
    public int BodyEnd => !HasBlock ? -1 : IsClosed ? End - 1 : End;

    /// <summary>Its text from the name to the ';' or '}'.</summary>
    public string Text => File.Decode(Start, End - Start);

    /// <summary>Offset after its subtree, in directives: the index of what comes next outside it.</summary>
    internal int SubtreeEnd => Node.NextSibling;

    private ref readonly NodeRecord Node => ref File.Nodes[Index];

    /// <summary>Same directive of the same file.</summary>
    public static bool operator ==(ConfigurationDirective left, ConfigurationDirective right) => left.Equals(right);

    /// <summary>Not the same directive.</summary>
    public static bool operator !=(ConfigurationDirective left, ConfigurationDirective right) => !left.Equals(right);

    /// <summary>Whether the name is this, without making a string. nginx compares names byte for byte.</summary>
    /// <param name="name">UTF-8 bytes.</param>
    public bool Is(ReadOnlySpan<byte> name)
    {
        WordRecord word = File.Words[Node.FirstWord];
        ReadOnlySpan<byte> raw = File.Text.Slice(word.Start, word.Length);
        return raw.SequenceEqual(name)
            || (raw.Length > 0 && (raw[0] is (byte)'"' or (byte)'\'' || raw.Contains((byte)'\\')) && Encoding.UTF8.GetBytes(Name).AsSpan().SequenceEqual(name));
    }

    /// <summary>The first directive of this name directly in the block; null when there is none.</summary>
    /// <param name="name">UTF-8 bytes.</param>
    public ConfigurationDirective? Child(ReadOnlySpan<byte> name)
    {
        foreach (ConfigurationDirective child in Children)
        {
            if (child.Is(name))
            {
                return child;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(ConfigurationDirective other) => ReferenceEquals(File, other.File) && Index == other.Index;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ConfigurationDirective other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Index;

    /// <summary>The words, joined by blanks.</summary>
    public override string ToString() => string.Join(' ', Words.Select(word => word.Raw));
}
