using Microsoft.Win32.SafeHandles;

namespace NginxHa.Vrrp.Networking.Linux.Native;

/// <summary>
/// A file descriptor with one owner. <see cref="Number"/> is for the owner's thread, which also disposes it; other threads
/// pass the handle itself, which cannot be closed during the call.
/// </summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    private Descriptor(int number)
        : base(ownsHandle: true) => SetHandle(number);

    /// <summary>The number, or -1 once it is closed and may mean something else.</summary>
    public int Number => IsClosed ? -1 : (int)handle;

    /// <summary>Takes over the result of a system call, or throws what the failure means.</summary>
    /// <param name="number">Result of the call, made just before.</param>
    /// <param name="operation">What was tried, to follow "Cannot".</param>
    /// <param name="privilege">What the caller may lack, or null.</param>
    public static Descriptor Adopt(int number, string operation, string? privilege = null) =>
        number < 0 ? throw LinuxError.Last(operation, privilege) : new Descriptor(number);

    /// <summary>Opens a socket that a child process does not inherit.</summary>
    public static Descriptor OpenSocket(int domain, int type, int protocol, string operation, string? privilege = null) =>
        Adopt(LibC.Socket(domain, type | SocketType.CloseOnExec, protocol), operation, privilege);

    /// <summary>Sets an integer option that must be there.</summary>
    public void SetOption(int level, int name, int value, string operation)
    {
        if (!TrySetOption(level, name, value))
        {
            throw LinuxError.Last(operation, Privilege.NetworkAdministration);
        }
    }

    /// <summary>Sets an integer option that only makes things better.</summary>
    public unsafe bool TrySetOption(int level, int name, int value) =>
        LibC.SetSockOpt(Number, level, name, &value, sizeof(int)) == 0;

    /// <summary>Asks for a receive buffer of this many bytes, beyond the system's limit where that is allowed.</summary>
    public void SetReceiveBuffer(int bytes)
    {
        if (!TrySetOption(SocketLevel.Socket, SocketOption.ReceiveBufferForce, bytes))
        {
            TrySetOption(SocketLevel.Socket, SocketOption.ReceiveBuffer, bytes);
        }
    }

    /// <summary>Asks for a send buffer of this many bytes, beyond the system's limit where that is allowed.</summary>
    public void SetSendBuffer(int bytes)
    {
        if (!TrySetOption(SocketLevel.Socket, SocketOption.SendBufferForce, bytes))
        {
            TrySetOption(SocketLevel.Socket, SocketOption.SendBuffer, bytes);
        }
    }

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
