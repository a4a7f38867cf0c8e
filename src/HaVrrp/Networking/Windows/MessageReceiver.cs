using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using NginxHa.Vrrp.Networking.Windows.Native;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>
/// WSARecvMsg on one socket: the framework's own receive call tells the interface of a packet, but not its hop limit, without
/// which an IPv6 advertisement from beyond the segment could not be told. For one thread.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class MessageReceiver
{
    private const int PacketSize = Protocol.VrrpConstants.MaximumPacketLength;
    private const int ControlSize = 256;

    private readonly Socket _socket;
    private readonly delegate* unmanaged<nint, WsaMsg*, uint*, void*, void*, int> _receive;
    private readonly byte[] _packet = GC.AllocateUninitializedArray<byte>(PacketSize, pinned: true);
    private readonly ulong[] _control = GC.AllocateArray<ulong>(ControlSize / sizeof(ulong), pinned: true);
    private SockAddrInet _name;
    private int _length;
    private int _controlLength;

    public MessageReceiver(Socket socket)
    {
        _socket = socket;
        byte[] pointer = new byte[nint.Size];
        socket.IOControl(WinsockConstants.GetExtensionFunctionPointer, WinsockConstants.ReceiveMessageId.ToByteArray(), pointer);
        _receive = (delegate* unmanaged<nint, WsaMsg*, uint*, void*, void*, int>)MemoryMarshal.Read<nint>(pointer);
    }

    /// <summary>The packet that was received last.</summary>
    public ReadOnlySpan<byte> Packet => _packet.AsSpan(0, _length);

    /// <summary>The sender of the packet that was received last.</summary>
    public ref readonly SockAddrInet Name => ref _name;

    /// <summary>Ancillary data of the packet that was received last.</summary>
    public ReadOnlySpan<byte> Control => MemoryMarshal.AsBytes(_control.AsSpan())[.._controlLength];

    /// <summary>Waits for a packet.</summary>
    /// <returns>0, or the error of Winsock; a packet that is longer than any of use is an error too.</returns>
    public int Receive()
    {
        bool held = false;
        try
        {
            _socket.SafeHandle.DangerousAddRef(ref held);
            fixed (SockAddrInet* name = &_name)
            fixed (byte* packet = _packet)
            fixed (ulong* control = _control)
            {
                WsaBuf buffer = new() { Length = PacketSize, Buffer = packet };
                WsaMsg message = new()
                {
                    Name = name,
                    NameLength = sizeof(SockAddrInet),
                    Buffers = &buffer,
                    BufferCount = 1,
                    Control = new WsaBuf { Length = ControlSize, Buffer = (byte*)control },
                };
                uint received = 0;
                Marshal.SetLastSystemError(0);
                int result = _receive(_socket.SafeHandle.DangerousGetHandle(), &message, &received, null, null);
                int error = result == 0 ? 0 : Marshal.GetLastSystemError();
                _length = error == 0 ? (int)Math.Min(received, PacketSize) : 0;
                _controlLength = error == 0 ? (int)Math.Min(message.Control.Length, ControlSize) : 0;
                return error;
            }
        }
        finally
        {
            if (held)
            {
                _socket.SafeHandle.DangerousRelease();
            }
        }
    }
}
