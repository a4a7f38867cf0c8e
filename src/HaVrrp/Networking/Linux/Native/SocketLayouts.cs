using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Networking.Linux.Native;

/// <summary>struct timespec (bits/types/struct_timespec.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public nint Seconds;
    public nint Nanoseconds;
}

/// <summary>struct pollfd (poll.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    public int Descriptor;
    public short Events;
    public short ReturnedEvents;
}

/// <summary>struct iovec (bits/types/struct_iovec.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVec
{
    public byte* Base;
    public nuint Length;
}

/// <summary>struct msghdr as the kernel reads it (struct user_msghdr of linux/socket.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MsgHdr
{
    public byte* Name;
    public uint NameLength;
    public IoVec* Vectors;
    public nuint VectorCount;
    public byte* Control;
    public nuint ControlLength;
    public uint Flags;
}

/// <summary>struct mmsghdr (bits/socket.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MMsgHdr
{
    public MsgHdr Header;
    public uint Length;
}

/// <summary>struct cmsghdr (bits/socket.h); data follows, aligned to the size of a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CMsgHdr
{
    public nuint Length;
    public int Level;
    public int Type;
}

/// <summary>struct sockaddr_in (linux/in.h); port and address in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrIn
{
    public ushort Family;
    public ushort Port;
    public uint Address;
    public ulong Zero;
}

/// <summary>struct sockaddr_in6 (linux/in6.h); port and address in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SockAddrIn6
{
    public ushort Family;
    public ushort Port;
    public uint FlowInfo;
    public fixed byte Address[16];
    public uint ScopeId;
}

/// <summary>struct sockaddr_ll (linux/if_packet.h); protocol in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SockAddrLl
{
    public ushort Family;
    public ushort Protocol;
    public int LinkIndex;
    public ushort HardwareType;
    public byte PacketType;
    public byte AddressLength;
    public fixed byte Address[8];
}

/// <summary>struct sockaddr_nl (linux/netlink.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrNl
{
    public ushort Family;
    public ushort Pad;
    public uint PortId;
    public uint Groups;
}

/// <summary>struct in_pktinfo (linux/in.h); addresses in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InPktInfo
{
    public int LinkIndex;
    public uint SpecificDestination;
    public uint Address;
}

/// <summary>struct in6_pktinfo (linux/ipv6.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct In6PktInfo
{
    public fixed byte Address[16];
    public int LinkIndex;
}

/// <summary>struct ip_mreqn (linux/in.h); addresses in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IpMreqn
{
    public uint Group;
    public uint Address;
    public int LinkIndex;
}

/// <summary>struct ipv6_mreq (linux/in6.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Ipv6Mreq
{
    public fixed byte Group[16];
    public int LinkIndex;
}

/// <summary>struct sock_filter (linux/filter.h): one instruction of a classic BPF program.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockFilter(ushort code, byte jumpTrue, byte jumpFalse, uint operand)
{
    public ushort Code = code;
    public byte JumpTrue = jumpTrue;
    public byte JumpFalse = jumpFalse;
    public uint Operand = operand;
}

/// <summary>struct sock_fprog (linux/filter.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SockFProg
{
    public ushort Length;
    public SockFilter* Filter;
}
