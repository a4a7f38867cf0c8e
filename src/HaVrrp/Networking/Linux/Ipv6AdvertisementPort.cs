using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Sends IPv6 messages; the kernel writes the header from what goes along with each.</summary>
internal sealed unsafe class Ipv6AdvertisementPort : AdvertisementPort
{
    // sockaddr_in6 has 28 bytes; the padding aligns the control data to a pointer.
    private const int NameSpace = 32;

    private static readonly int ControlLength = ControlMessage.Space<In6PktInfo>() + ControlMessage.Space<int>();
    private static readonly int Stride = NameSpace + ControlLength;

    private readonly byte[] _destinations;

    public Ipv6AdvertisementPort(LinuxNetworkStack stack, SendBatch batch, PortOptions options)
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
        Batch.Add(name, sizeof(SockAddrIn6), name + NameSpace, ControlLength, null, 0, payload, length);
    }

    protected override void QueuePacket(ReadOnlySpan<byte> packet) =>
        throw new NotSupportedException("Packets with their own IPv4 header cannot be sent by an IPv6 port.");

    private void Prepare(Span<byte> space, InetAddress destination)
    {
        // A link has to be named where the address alone does not say which one is meant.
        bool needsLink = destination.IsMulticast || destination.IsLinkLocal || Options.Source.IsLinkLocal
            || ListenLinkIndex != Options.LinkIndex;
        int linkIndex = needsLink ? Options.LinkIndex : 0;

        SockAddrIn6 name = new() { Family = Domain.Inet6, ScopeId = (uint)linkIndex };
        destination.TryWrite(new Span<byte>(name.Address, InetAddress.IPv6Length));
        MemoryMarshal.Write(space, name);

        In6PktInfo info = new() { LinkIndex = linkIndex };
        Options.Source.TryWrite(new Span<byte>(info.Address, InetAddress.IPv6Length));
        Span<byte> control = space[NameSpace..];
        int length = ControlMessage.Write(control, SocketLevel.Ipv6, SocketOption.Ipv6PacketInfo, info);
        ControlMessage.Write(control[length..], SocketLevel.Ipv6, SocketOption.Ipv6HopLimit, (int)Options.TimeToLive);
    }
}
