namespace NginxHa.Shell.Interactive;

/// <summary>How the reading of a line ended.</summary>
internal enum LineKind
{
    /// <summary>With Enter.</summary>
    Line,

    /// <summary>With Ctrl+C: what was typed is thrown away.</summary>
    Cancelled,

    /// <summary>With Ctrl+D on an empty line, or the end of input.</summary>
    End,
}
