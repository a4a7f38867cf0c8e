using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Receives neighbour advertisements on every link.</summary>
internal sealed unsafe class NeighbourAdvertisementReceiver : NeighbourReceiver
{
    private const string Operation = "open a raw socket for neighbour discovery";
    private const int FilterWords = 8;

    public NeighbourAdvertisementReceiver(NeighbourWatch watch, ReceiveBatch batch)
        : base(
            Descriptor.OpenSocket(Domain.Inet6, SocketType.Raw, SocketLevel.Icmpv6, Operation, Privilege.RawSockets), watch, batch)
    {
        // struct icmp6_filter (linux/icmpv6.h): a bit for each type, set to block it.
        uint* filter = stackalloc uint[FilterWords];
        new Span<uint>(filter, FilterWords).Fill(uint.MaxValue);
        filter[NeighbourDiscoveryFrame.AdvertisementType / 32] &= ~(1u << (NeighbourDiscoveryFrame.AdvertisementType % 32));
        if (LibC.SetSockOpt(Socket.Number, SocketLevel.Icmpv6, SocketOption.Icmpv6Filter, filter, FilterWords * sizeof(uint)) < 0)
        {
            throw LinuxError.Last(Operation);
        }

        Socket.SetOption(SocketLevel.Ipv6, SocketOption.Ipv6ReceivePacketInfo, 1, Operation);
        Socket.SetOption(SocketLevel.Ipv6, SocketOption.Ipv6ReceiveHopLimit, 1, Operation);
    }

    protected override void Report(int slot, INetworkEvents events)
    {
        // A lower hop limit comes from outside of the link and is a forgery (RFC 4861 section 7.1.2).
        if (Batch.TryGetControl(slot, SocketLevel.Ipv6, SocketOption.Ipv6PacketInfo, out In6PktInfo info)
            && Batch.TryGetControl(slot, SocketLevel.Ipv6, SocketOption.Ipv6HopLimit, out int hopLimit)
            && hopLimit == NeighbourDiscoveryFrame.HopLimit
            && NeighbourDiscoveryFrame.TryParseAdvertisement(Batch.Packet(slot), out InetAddress target, out MacAddress hardwareAddress))
        {
            Watch.Report(info.LinkIndex, target, hardwareAddress, events);
        }
    }
}
