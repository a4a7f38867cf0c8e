using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace NginxHa.Control.Protocol;

/// <summary>Who is at the other end of a Unix socket, as the kernel knows it (SO_PEERCRED of unix(7)).</summary>
/// <param name="ProcessId">Process that connected, or that listens.</param>
/// <param name="UserId">Its effective user then.</param>
internal readonly partial record struct PeerCredentials(int ProcessId, uint UserId)
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentialsOption = 17; // SO_PEERCRED

    /// <summary>Effective user of this process.</summary>
    [SupportedOSPlatform("linux")]
    public static uint OwnUserId => GetEffectiveUserId();

    [SupportedOSPlatform("linux")]
    public static PeerCredentials Read(Socket socket)
    {
        // struct ucred: pid, uid, gid.
        Span<byte> credentials = stackalloc byte[12];
        int length = socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials);
        if (length != credentials.Length)
        {
            throw new SocketException((int)SocketError.OperationNotSupported);
        }

        return BitConverter.IsLittleEndian
            ? new PeerCredentials(BinaryPrimitives.ReadInt32LittleEndian(credentials), BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]))
            : new PeerCredentials(BinaryPrimitives.ReadInt32BigEndian(credentials), BinaryPrimitives.ReadUInt32BigEndian(credentials[4..]));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
