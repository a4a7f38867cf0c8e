namespace NginxHa.Nginx.Configuration;

/// <summary>Facts about a directive that its spans alone do not tell.</summary>
[Flags]
internal enum NodeFlags
{
    None = 0,

    /// <summary>Has a body in braces.</summary>
    Block = 1,

    /// <summary>The body is Lua, kept as one piece of text.</summary>
    Raw = 2,

    /// <summary>Ends with its own ';' or '}'; absent only after recovery in tolerant mode.</summary>
    Closed = 4,
}

/// <summary>
/// One directive. Nodes lie in an array in the order of the text (parents before children), so that a subtree is
/// a range and no walk needs recursion.
/// </summary>
internal struct NodeRecord
{
    public int FirstWord;
    public int WordCount;
    public int Parent;
    public int NextSibling;
    public int BodyStart;
    public int End;
    public int Line;
    public NodeFlags Flags;
}

/// <summary>A word of a directive as it stands in the text, quotes included.</summary>
internal readonly record struct WordRecord(int Start, int Length);

/// <summary>A comment from its '#' up to, not including, the line end.</summary>
internal readonly record struct CommentRecord(int Start, int Length, int Line);
