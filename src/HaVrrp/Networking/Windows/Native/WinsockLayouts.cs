using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Networking.Windows.Native;

/// <summary>SOCKADDR_INET (ws2ipdef.h): SOCKADDR_IN and SOCKADDR_IN6 in one; port and address in network order.</summary>
[StructLayout(LayoutKind.Explicit, Size = 28)]
internal unsafe struct SockAddrInet
{
    [FieldOffset(0)]
    public ushort Family;

    [FieldOffset(2)]
    public ushort Port;

    /// <summary>The address of SOCKADDR_IN.</summary>
    [FieldOffset(4)]
    public fixed byte Address4[4];

    /// <summary>The flow information of SOCKADDR_IN6; also makes the alignment that of a ULONG.</summary>
    [FieldOffset(4)]
    public uint FlowInfo;

    /// <summary>The address of SOCKADDR_IN6.</summary>
    [FieldOffset(8)]
    public fixed byte Address6[16];

    [FieldOffset(24)]
    public uint ScopeId;
}

/// <summary>WSABUF (ws2def.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WsaBuf
{
    public uint Length;
    public byte* Buffer;
}

/// <summary>WSAMSG (ws2def.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WsaMsg
{
    public SockAddrInet* Name;
    public int NameLength;
    public WsaBuf* Buffers;
    public uint BufferCount;
    public WsaBuf Control;
    public uint Flags;
}

/// <summary>WSACMSGHDR (ws2def.h); data follows, aligned to the size of a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WsaCMsgHdr
{
    public nuint Length;
    public int Level;
    public int Type;
}

/// <summary>IN_PKTINFO (ws2ipdef.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InPktInfo
{
    public fixed byte Address[4];
    public uint InterfaceIndex;
}

/// <summary>IN6_PKTINFO (ws2ipdef.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct In6PktInfo
{
    public fixed byte Address[16];
    public uint InterfaceIndex;
}
