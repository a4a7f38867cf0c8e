using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>What a path itself is and whose, symbolic links not followed.</summary>
internal readonly partial record struct PathFacts
{
    private const ushort TypeMask = 0xF000;
    private const ushort SocketType = 0xC000;
    private const ushort LinkType = 0xA000;
    private const ushort FolderType = 0x4000;
    private const ushort GroupWrite = 0x10;
    private const ushort OtherWrite = 0x02;

    /// <summary>User id of the owner.</summary>
    public uint Owner { get; private init; }

    /// <summary>Group id.</summary>
    public uint Group { get; private init; }

    /// <summary>Number of the file within its file system: another file under the same name has another one.</summary>
    public ulong Inode { get; private init; }

    public bool IsSymbolicLink => (Mode & TypeMask) == LinkType;

    public bool IsSocket => (Mode & TypeMask) == SocketType;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    private ushort Mode { get; init; }

    /// <summary>Looks at a path; null when there is nothing, or nothing that may be looked at.</summary>
    [SupportedOSPlatform("linux")]
    public static unsafe PathFacts? Read(string path)
    {
        // struct statx of linux/stat.h, the same on every architecture.
        const int AtCurrentFolder = -100, NoFollow = 0x100, TypeModeOwnerGroupInode = 0x1 | 0x2 | 0x8 | 0x10 | 0x100;
        byte* buffer = stackalloc byte[256];
        return Statx(AtCurrentFolder, path, NoFollow, TypeModeOwnerGroupInode, buffer) != 0
            ? null
            : new PathFacts
            {
                Owner = *(uint*)(buffer + 20),
                Group = *(uint*)(buffer + 24),
                Mode = *(ushort*)(buffer + 28),
                Inode = *(ulong*)(buffer + 32),
            };
    }

    /// <summary>Whether anybody but the owner and the members of a group may change it.</summary>
    public bool IsWritableByOthersThan(uint group) => (Mode & OtherWrite) != 0 || ((Mode & GroupWrite) != 0 && Group != group);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
