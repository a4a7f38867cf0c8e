using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Hears of every change of links and addresses in the namespace. Used by one thread.</summary>
internal sealed unsafe class NetlinkMonitor : IDisposable
{
    private const int BufferSize = 64 * 1024;

    // A fail-over moves thousands of addresses at once; each is one message here.
    private const int SocketBuffer = 8 * 1024 * 1024;

    private readonly Descriptor _socket = NetlinkRequests.Open();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

    public NetlinkMonitor()
    {
        const string Operation = "subscribe to network changes";
        _socket.SetReceiveBuffer(SocketBuffer);
        SockAddrNl address = new() { Family = Domain.Netlink };
        if (LibC.Bind(_socket.Number, &address, (uint)sizeof(SockAddrNl)) < 0)
        {
            throw LinuxError.Last(Operation);
        }

        _socket.SetOption(SocketLevel.Netlink, SocketOption.NetlinkAddMembership, NetlinkGroup.Link, Operation);
        _socket.SetOption(SocketLevel.Netlink, SocketOption.NetlinkAddMembership, NetlinkGroup.Ipv4Address, Operation);
        _socket.SetOption(SocketLevel.Netlink, SocketOption.NetlinkAddMembership, NetlinkGroup.Ipv6Address, Operation);
    }

    public int Number => _socket.Number;

    /// <summary>Takes the next datagram, which holds until the next call.</summary>
    /// <param name="datagram">Its messages.</param>
    /// <param name="lost">Changes were lost because they came faster than they were read.</param>
    /// <returns>False when there is nothing.</returns>
    public bool TryReceive(out ReadOnlySpan<byte> datagram, out bool lost)
    {
        datagram = default;
        lost = false;
        fixed (byte* start = _buffer)
        {
            nint length = LibC.Receive(_socket.Number, start, BufferSize, Flag.DontWait);
            if (length >= 0)
            {
                datagram = _buffer.AsSpan(0, (int)length);
                return true;
            }

            lost = Marshal.GetLastPInvokeError() == Errno.NoBuffers;
            return lost;
        }
    }

    public void Dispose() => _socket.Dispose();
}
