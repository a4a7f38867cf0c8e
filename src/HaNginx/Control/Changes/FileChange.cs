using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Control;

/// <summary>New bytes for a configuration file.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Before">The bytes from which the change was made; null when the file is new.</param>
/// <param name="After">The bytes that it shall have.</param>
public sealed record FileChange(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte> After)
{
    /// <summary>The change from a file to an edited one.</summary>
    /// <param name="before">As it was read.</param>
    /// <param name="after">As it shall be.</param>
    public static FileChange Of(ConfigurationFile before, ConfigurationFile after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new FileChange(System.IO.Path.GetFullPath(before.Path), before.Bytes, after.Bytes);
    }

    /// <summary>The change in the unified format; empty when there is none.</summary>
    public string Diff() => UnifiedDiff.Create((Before ?? default).Span, After.Span, Path);
}
