using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Sends Ethernet frames by a packet socket that receives nothing.</summary>
internal sealed unsafe class FrameSender : IDisposable
{
    private const int SocketBuffer = 8 * 1024 * 1024;
    private const string Operation = "open a packet socket for ARP and neighbour discovery";

    // sockaddr_ll has 20 bytes; the frame follows it, aligned.
    private const int NameSpace = 24;

    private readonly Descriptor _socket;
    private readonly SendBatch _batch;

    public FrameSender()
    {
        // Protocol 0: the socket is never given a packet.
        _socket = Descriptor.OpenSocket(Domain.Packet, SocketType.Raw, 0, Operation, Privilege.RawSockets);
        _socket.SetSendBuffer(SocketBuffer);
        _batch = new SendBatch(_socket);
    }

    public long Errors => _batch.Errors;

    /// <summary>Queues a frame.</summary>
    public void Queue(int linkIndex, ReadOnlySpan<byte> frame)
    {
        Span<byte> space = stackalloc byte[NameSpace + NeighbourDiscoveryFrame.MaximumLength];
        MemoryMarshal.Write(space, new SockAddrLl { Family = Domain.Packet, LinkIndex = linkIndex });
        frame.CopyTo(space[NameSpace..]);
        space = space[..(NameSpace + frame.Length)];

        _batch.Reserve(1, space.Length);
        byte* start = _batch.CopyPayload(space);
        _batch.Add(start, sizeof(SockAddrLl), null, 0, null, 0, start + NameSpace, frame.Length);
    }

    public void Flush() => _batch.Flush();

    public void Dispose() => _socket.Dispose();
}
