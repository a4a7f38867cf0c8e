using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NginxHa.Platform;

/// <summary>Owner and group of a file on Linux, which .NET does not tell.</summary>
/// <param name="User">User id; 0 is root.</param>
/// <param name="Group">Group id.</param>
public readonly partial record struct FileOwner(uint User, uint Group)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint UserAndGroup = 0x8 | 0x10; // STATX_UID | STATX_GID
    private const int UserOffset = 20; // struct statx, the same on every architecture
    private const int GroupOffset = 24;
    private const uint Unchanged = uint.MaxValue; // (uid_t)-1

    /// <summary>Whose a file or folder is; symbolic links are followed.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>Null where there is no such thing: on other systems, or when the file is not there.</returns>
    public static FileOwner? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

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
            ? new(BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(UserOffset)), BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(GroupOffset)))
            : new(BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(UserOffset)), BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(GroupOffset)));
    }

    /// <summary>
    /// Gives a new file owner, group and mode of the one that it will replace. Only root can give files away; where that is
    /// refused the file stays this user's, as with every editor, and a group that could not be kept gets no more than everybody.
    /// </summary>
    /// <param name="from">The file that is there. Access control lists are not taken over.</param>
    /// <param name="to">The new file.</param>
    /// <param name="atLeast">Permissions that it gets in any case.</param>
    internal static void Copy(string from, string to, UnixFileMode atLeast = UnixFileMode.None)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(from) | atLeast;
        if (Of(from) is { } owner
            && Of(to) is { } current
            && owner != current
            && ChangeOwner(to, owner.User, owner.Group) != 0
            && ChangeOwner(to, Unchanged, owner.Group) != 0
            && owner.Group != current.Group)
        {
            mode = ForOtherGroup(mode);
        }

        File.SetUnixFileMode(to, mode);
    }

    /// <summary>A mode under which another group than the one it was made for may do what everybody may.</summary>
    internal static UnixFileMode ForOtherGroup(UnixFileMode mode)
    {
        const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        return (mode & ~(Group | UnixFileMode.SetGroup)) | ((UnixFileMode)((int)(mode & Everybody) << 3) & mode);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int directory, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
