using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Windows.Native;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>Reads the ancillary data of WSARecvMsg (the WSA_CMSG macros of ws2def.h).</summary>
internal static class ControlMessages
{
    /// <summary>Finds a message.</summary>
    /// <param name="control">The buffer, as long as the call said.</param>
    /// <param name="level">Level of the message.</param>
    /// <param name="type">Type of the message.</param>
    /// <param name="value">Its data.</param>
    /// <returns>False when it is not there or shorter than <typeparamref name="T"/>.</returns>
    public static bool TryGet<T>(ReadOnlySpan<byte> control, int level, int type, out T value)
        where T : unmanaged
    {
        int headerLength = Unsafe.SizeOf<WsaCMsgHdr>();
        while (MemoryMarshal.TryRead(control, out WsaCMsgHdr header)
            && header.Length >= (nuint)headerLength
            && header.Length <= (nuint)control.Length)
        {
            if (header.Level == level && header.Type == type)
            {
                return MemoryMarshal.TryRead(control[headerLength..(int)header.Length], out value);
            }

            control = control[Math.Min(Align((int)header.Length), control.Length)..];
        }

        value = default;
        return false;
    }

    private static int Align(int length) => (length + nint.Size - 1) & ~(nint.Size - 1);
}
