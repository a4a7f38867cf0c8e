namespace NginxHa.Build;

/// <summary>A source of the module that cannot be used.</summary>
internal sealed class AssemblyException(string file, int line, string message) : Exception(message)
{
    /// <summary>The file's path.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;
}
