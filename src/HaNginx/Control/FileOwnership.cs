using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NginxHa.Nginx.Control;

/// <summary>Owners of files on Linux, which .NET does not tell.</summary>
internal static partial class FileOwnership
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint UserAndGroup = 0x8 | 0x10; // STATX_UID | STATX_GID
    private const int UserOffset = 20; // struct statx, the same on every architecture
    private const int GroupOffset = 24;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Why root should not run a program: somebody else could have put it there; null when nobody could.</summary>
    public static string? WhyUnsafeForRoot(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        for (string? entry = real; entry is not null; entry = Path.GetDirectoryName(entry))
        {
            if (Get(entry) is { User: not 0 })
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

    /// <summary>Gives a new file the mode and owner of the one that it will replace.</summary>
    public static void Copy(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (OperatingSystem.IsLinux() && Get(from) is { } owner && Get(to) is { } current && owner != current)
        {
            // Only root may give files away; for others the file stays theirs, as with every editor.
            _ = ChangeOwner(to, owner.User, owner.Group);
        }

        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    private static (uint User, uint Group)? Get(string path)
    {
        byte[] status = new byte[256];
        try
        {
            if (Status(CurrentDirectory, path, 0, UserAndGroup, status) != 0)
            {
                return null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        return BitConverter.IsLittleEndian
            ? (BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(UserOffset)), BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(GroupOffset)))
            : (BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(UserOffset)), BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(GroupOffset)));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int directory, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
