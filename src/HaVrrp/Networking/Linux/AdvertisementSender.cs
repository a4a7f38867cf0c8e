using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>The sockets that advertisements leave by: one a family, whatever the links, sources and TTLs.</summary>
internal static class AdvertisementSender
{
    private const int SocketBuffer = 8 * 1024 * 1024;

    /// <summary>TC_PRIO_CONTROL of linux/pkt_sched.h: queueing disciplines let it pass the bulk.</summary>
    private const int PriorityControl = 7;

    /// <summary>Where the checksum is in a VRRP message (RFC 9568 section 5.2.8).</summary>
    private const int ChecksumOffset = 6;

    private const string Operation = "open a raw socket to send advertisements";

    /// <summary>Opens the IPv4 socket: the header is ours, and nothing ever comes in.</summary>
    public static Descriptor OpenIpv4()
    {
        Descriptor socket = Descriptor.OpenSocket(Domain.Inet, SocketType.Raw, SocketLevel.Raw, Operation, Privilege.RawSockets);
        SetCommon(socket);
        socket.SetOption(SocketLevel.Ip, SocketOption.IpHeaderIncluded, 1, Operation);
        socket.SetOption(SocketLevel.Ip, SocketOption.IpMulticastLoop, 0, Operation);
        return socket;
    }

    /// <summary>Opens the IPv6 socket: the kernel writes header and checksum (over a trailer too, as peers expect).</summary>
    public static Descriptor OpenIpv6()
    {
        Descriptor socket = Descriptor.OpenSocket(
            Domain.Inet6, SocketType.Raw, VrrpConstants.IpProtocol, Operation, Privilege.RawSockets);
        SetCommon(socket);
        SocketFilter.Attach(socket, SocketFilter.Nothing);
        socket.SetOption(SocketLevel.Ipv6, SocketOption.Ipv6Checksum, ChecksumOffset, Operation);
        socket.SetOption(SocketLevel.Ipv6, SocketOption.Ipv6MulticastLoop, 0, Operation);
        socket.SetOption(SocketLevel.Ipv6, SocketOption.Ipv6TrafficClass, Ipv4Header.InternetworkControl, Operation);

        // A virtual MAC's interface has no link-local address of its own: its packets come from the parent's.
        socket.TrySetOption(SocketLevel.Ipv6, SocketOption.Ipv6FreeBind, 1);
        return socket;
    }

    private static void SetCommon(Descriptor socket)
    {
        socket.SetSendBuffer(SocketBuffer);
        socket.TrySetOption(SocketLevel.Socket, SocketOption.Priority, PriorityControl);
    }
}
