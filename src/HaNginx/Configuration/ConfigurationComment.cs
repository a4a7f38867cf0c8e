namespace NginxHa.Nginx.Configuration;

/// <summary>A comment.</summary>
public readonly record struct ConfigurationComment
{
    private readonly ConfigurationFile _file;

    internal ConfigurationComment(ConfigurationFile file, CommentRecord comment)
    {
        _file = file;
        Start = comment.Start;
        Length = comment.Length;
        Line = comment.Line;
    }

    /// <summary>Offset of the '#'.</summary>
    public int Start { get; }

    /// <summary>Length in bytes, the '#' included, the line end not.</summary>
    public int Length { get; }

    /// <summary>Line, from 1.</summary>
    public int Line { get; }

    /// <summary>The comment with its '#'.</summary>
    public string Text => _file.Decode(Start, Length);
}
