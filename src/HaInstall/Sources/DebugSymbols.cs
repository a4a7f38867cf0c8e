namespace NginxHa.Installation.Sources;

/// <summary>Takes the debug symbols out of nginx's build, which has no switch for them.</summary>
public static class DebugSymbols
{
    /// <summary>The file in the source of nginx that asks gcc for them.</summary>
    public const string CompilerFile = "auto/cc/gcc";

    private const string Line = "CFLAGS=\"$CFLAGS -g\"";

    /// <summary>The text of the file with the line made a comment; as it is when there is none.</summary>
    public static string Remove(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('\n', text.Split('\n').Select(line => line == Line ? "#" + line : line));
    }
}
