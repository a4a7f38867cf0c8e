using NginxHa.Platform;

namespace NginxHa.Nginx.Control;

/// <summary>Whose the program is that root is asked to run.</summary>
internal static class ProgramOwnership
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Why root should not run a program: somebody else could have put it there; null when nobody could.</summary>
    public static string? WhyUnsafeForRoot(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        string real = LinkedFile.Resolve(path);
        for (string? entry = real; entry is not null; entry = Path.GetDirectoryName(entry))
        {
            if (FileOwner.Of(entry) is { User: not 0 })
            {
                return $"\"{entry}\" does not belong to root";
            }

            // In a sticky directory others can add names but not replace this one.
            UnixFileMode mode = File.GetUnixFileMode(entry);
            if ((mode & UnixFileMode.OtherWrite) != 0 && (mode & UnixFileMode.StickyBit) == 0)
            {
                return $"others than its owner can write \"{entry}\"";
            }
        }

        return (File.GetUnixFileMode(real) & OthersWrite) != 0 ? $"others than its owner can write \"{real}\"" : null;
    }
}
