using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Writes ancillary data of a message (CMSG_* of bits/socket.h).</summary>
internal static class ControlMessage
{
    /// <summary>Rounds up to the size of a pointer, as CMSG_ALIGN does.</summary>
    public static int Align(int length) => (length + Unsafe.SizeOf<nuint>() - 1) & -Unsafe.SizeOf<nuint>();

    /// <summary>Bytes that a value takes (CMSG_SPACE).</summary>
    public static int Space<T>()
        where T : unmanaged => Align(Unsafe.SizeOf<CMsgHdr>()) + Align(Unsafe.SizeOf<T>());

    /// <summary>Writes one control message.</summary>
    /// <returns>Bytes taken.</returns>
    public static int Write<T>(Span<byte> destination, int level, int type, in T value)
        where T : unmanaged
    {
        int headerLength = Align(Unsafe.SizeOf<CMsgHdr>());
        CMsgHdr header = new() { Length = (nuint)(headerLength + Unsafe.SizeOf<T>()), Level = level, Type = type };
        MemoryMarshal.Write(destination, header);
        MemoryMarshal.Write(destination[headerLength..], value);
        return Space<T>();
    }
}
