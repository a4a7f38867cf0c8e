namespace NginxHa.Vrrp.Networking.Linux.Native;

/// <summary>Address families (bits/socket.h).</summary>
internal static class Domain
{
    public const int Inet = 2;
    public const int Inet6 = 10;
    public const int Netlink = 16;
    public const int Packet = 17;
}

/// <summary>Socket types (bits/socket_type.h).</summary>
internal static class SocketType
{
    public const int Datagram = 2;
    public const int Raw = 3;
    public const int CloseOnExec = 0x80000;
}

/// <summary>Option levels and the protocols of the same numbers (netinet/in.h, bits/socket.h).</summary>
internal static class SocketLevel
{
    public const int Ip = 0;
    public const int Socket = 1;
    public const int Ipv6 = 41;
    public const int Icmpv6 = 58;
    public const int Raw = 255;
    public const int Packet = 263;
    public const int Netlink = 270;
}

/// <summary>Options by level (asm-generic/socket.h, linux/in.h, linux/in6.h, linux/if_packet.h, linux/netlink.h).</summary>
internal static class SocketOption
{
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int Priority = 12;
    public const int AttachFilter = 26;
    public const int SendBufferForce = 32;
    public const int ReceiveBufferForce = 33;

    public const int IpHeaderIncluded = 3;
    public const int IpPacketInfo = 8;
    public const int IpMulticastTtl = 33;
    public const int IpMulticastLoop = 34;
    public const int IpAddMembership = 35;
    public const int IpDropMembership = 36;

    public const int Icmpv6Filter = 1;

    public const int Ipv6Checksum = 7;
    public const int Ipv6MulticastLoop = 19;
    public const int Ipv6AddMembership = 20;
    public const int Ipv6DropMembership = 21;
    public const int Ipv6ReceivePacketInfo = 49;
    public const int Ipv6PacketInfo = 50;
    public const int Ipv6ReceiveHopLimit = 51;
    public const int Ipv6HopLimit = 52;
    public const int Ipv6TrafficClass = 67;
    public const int Ipv6FreeBind = 78;

    public const int PacketIgnoreOutgoing = 23;

    public const int NetlinkAddMembership = 1;
    public const int NetlinkCapAck = 10;
    public const int NetlinkExtAck = 11;
    public const int NetlinkStrictCheck = 12;
}

/// <summary>Flags of send, receive, poll and friends.</summary>
internal static class Flag
{
    public const int DontWait = 0x40;
    public const int Truncated = 0x20;
    public const short PollIn = 0x1;
    public const int EventFdNonBlocking = 0x800;
    public const int EventFdCloseOnExec = 0x80000;
    public const int OpenReadOnly = 0;
    public const int OpenWriteOnly = 1;
    public const int OpenCloseOnExec = 0x80000;
    public const int CloneNewNet = 0x40000000;
    public const int SetTimerSlack = 29;
}

/// <summary>Ethernet types and packet socket fields (linux/if_ether.h, linux/if_arp.h).</summary>
internal static class Ethernet
{
    public const ushort TypeIpv4 = 0x0800;
    public const ushort TypeArp = 0x0806;
    public const ushort TypeIpv6 = 0x86DD;
    public const ushort HardwareTypeEthernet = 1;
    public const int HeaderLength = 14;
}
