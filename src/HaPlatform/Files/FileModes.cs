namespace NginxHa.Platform;

/// <summary>Permissions of what everybody may use and only its owner may change.</summary>
public static class FileModes
{
    /// <summary>A file that everybody may read: 644.</summary>
    public const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A program that everybody may run, or a folder that everybody may enter: 755.</summary>
    public const UnixFileMode Program = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
