using System.Runtime.CompilerServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Receives IPv6 messages; the kernel tells of their header what is asked for.</summary>
/// <remarks>The kernel is not asked to check the checksum here, so that wrong ones are counted rather than vanish.</remarks>
internal sealed unsafe class Ipv6AdvertisementReceiver : AdvertisementReceiver
{
    public Ipv6AdvertisementReceiver(byte protocol, ReceiveBatch batch, PortTable ports)
        : base(Open(Domain.Inet6, protocol), protocol, batch, ports)
    {
        const string Operation = "ask for the header of received packets";
        Socket.SetOption(SocketLevel.Ipv6, SocketOption.Ipv6ReceivePacketInfo, 1, Operation);
        Socket.SetOption(SocketLevel.Ipv6, SocketOption.Ipv6ReceiveHopLimit, 1, Operation);
    }

    protected override void Deliver(int slot, INetworkEvents events)
    {
        if (!Batch.TryGetControl(slot, SocketLevel.Ipv6, SocketOption.Ipv6PacketInfo, out In6PktInfo info))
        {
            return;
        }

        bool knowsHopLimit = Batch.TryGetControl(slot, SocketLevel.Ipv6, SocketOption.Ipv6HopLimit, out int hopLimit);
        ref readonly SockAddrIn6 sender = ref Batch.Name<SockAddrIn6>(slot);
        Deliver(
            new ReceivedPacket
            {
                LinkIndex = info.LinkIndex,
                Source = InetAddress.Read(new ReadOnlySpan<byte>(Unsafe.AsPointer(ref Unsafe.AsRef(in sender.Address[0])), InetAddress.IPv6Length)),
                Destination = InetAddress.Read(new ReadOnlySpan<byte>(info.Address, InetAddress.IPv6Length)),
                TimeToLive = knowsHopLimit ? hopLimit : -1,
                Protocol = Protocol,
                Payload = Batch.Packet(slot),
            },
            events);
    }
}
