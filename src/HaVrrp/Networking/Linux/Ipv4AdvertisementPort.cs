using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Sends IPv4 packets with a header of our own, so that source, TTL and type of service need no socket for each.</summary>
internal sealed unsafe class Ipv4AdvertisementPort : AdvertisementPort
{
    // The header is padded so that each destination starts aligned to a pointer.
    private const int HeaderSpace = 24;

    // The kernel fills in 0 by itself. Advertisements are never fragmented, so the number means nothing (RFC 6864 section 4.1).
    private const ushort Identification = 1;

    private static readonly int ControlLength = ControlMessage.Space<InPktInfo>();
    private static readonly int Stride = sizeof(SockAddrIn) + ControlLength + HeaderSpace;

    private readonly byte[] _destinations;

    public Ipv4AdvertisementPort(LinuxNetworkStack stack, SendBatch batch, PortOptions options)
        : base(stack, batch, options)
    {
        _destinations = GC.AllocateArray<byte>(DestinationCount * Stride, pinned: true);
        for (int i = 0; i < DestinationCount; i++)
        {
            Prepare(_destinations.AsSpan(i * Stride, Stride), Destination(i));
        }
    }

    protected override void Queue(int destination, byte* payload, int length)
    {
        byte* name = (byte*)Unsafe.AsPointer(ref _destinations[destination * Stride]);
        byte* control = name + sizeof(SockAddrIn);
        byte* header = control + ControlLength;
        Batch.Add(name, sizeof(SockAddrIn), control, ControlLength, header, Ipv4Header.MinimumLength, payload, length);
    }

    protected override void QueuePacket(ReadOnlySpan<byte> packet)
    {
        if (!Ipv4Header.TryParse(packet, out Ipv4Header header, out _))
        {
            throw new ArgumentException("The packet does not start with an IPv4 header that fits its length.", nameof(packet));
        }

        for (int i = 0; i < DestinationCount; i++)
        {
            if (Destination(i) == header.Destination)
            {
                Batch.Reserve(1, packet.Length);
                byte* payload = Batch.CopyPayload(packet);
                byte* name = (byte*)Unsafe.AsPointer(ref _destinations[i * Stride]);
                Batch.Add(name, sizeof(SockAddrIn), name + sizeof(SockAddrIn), ControlLength, null, 0, payload, packet.Length);
                return;
            }
        }

        throw new ArgumentException($"The packet goes to {header.Destination}, which is no destination of this port.", nameof(packet));
    }

    private void Prepare(Span<byte> space, InetAddress destination)
    {
        SockAddrIn name = new() { Family = Domain.Inet };
        destination.TryWrite(new Span<byte>(&name.Address, InetAddress.IPv4Length));
        MemoryMarshal.Write(space, name);

        // To peers the routing table knows the way, unless the packet has to come from a virtual MAC. Naming the source makes
        // rules that select by source match; multicast may come from any address, so it is left to the header.
        InPktInfo info = default;
        if (destination.IsMulticast || ListenLinkIndex != Options.LinkIndex)
        {
            info.LinkIndex = Options.LinkIndex;
        }

        if (!destination.IsMulticast)
        {
            Options.Source.TryWrite(new Span<byte>(&info.SpecificDestination, InetAddress.IPv4Length));
        }

        ControlMessage.Write(space[sizeof(SockAddrIn)..], SocketLevel.Ip, SocketOption.IpPacketInfo, info);
        new Ipv4Header
        {
            TypeOfService = Ipv4Header.InternetworkControl,
            Identification = Identification,
            TimeToLive = Options.TimeToLive,
            Protocol = Options.Protocol,
            Source = Options.Source,
            Destination = destination,

            // The kernel writes the true length, and the checksum with it.
            TotalLength = Ipv4Header.MinimumLength,
        }.Write(space[(sizeof(SockAddrIn) + ControlLength)..]);
    }
}
