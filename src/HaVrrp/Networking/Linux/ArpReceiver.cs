using System.Buffers.Binary;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Receives ARP replies and announcements on every link.</summary>
internal sealed unsafe class ArpReceiver : NeighbourReceiver
{
    private const string Operation = "open a packet socket for ARP";

    public ArpReceiver(NeighbourWatch watch, ReceiveBatch batch)
        : base(Descriptor.OpenSocket(Domain.Packet, SocketType.Datagram, 0, Operation, Privilege.RawSockets), watch, batch)
    {
        // The filter is there before the first packet: only then is the socket bound to a protocol.
        SocketFilter.Attach(Socket, SocketFilter.ArpNews);
        Socket.TrySetOption(SocketLevel.Packet, SocketOption.PacketIgnoreOutgoing, 1);
        SockAddrLl address = new()
        {
            Family = Domain.Packet,
            Protocol = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(Ethernet.TypeArp) : Ethernet.TypeArp,
        };
        if (LibC.Bind(Socket.Number, &address, (uint)sizeof(SockAddrLl)) < 0)
        {
            throw LinuxError.Last(Operation);
        }
    }

    protected override void Report(int slot, INetworkEvents events)
    {
        if (ArpFrame.TryParseSender(Batch.Packet(slot), out MacAddress sender, out InetAddress address))
        {
            Watch.Report(Batch.Name<SockAddrLl>(slot).LinkIndex, address, sender, events);
        }
    }
}
