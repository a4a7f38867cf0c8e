using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Classic BPF programs that keep packets of no interest from waking the loop (linux/filter.h).</summary>
internal static unsafe class SocketFilter
{
    private const ushort LoadByte = 0x30;
    private const ushort LoadHalf = 0x28;
    private const ushort LoadWord = 0x20;
    private const ushort LoadByteIndexed = 0x50;
    private const ushort LoadHeaderLength = 0xB1;
    private const ushort AccumulatorToIndex = 0x07;
    private const ushort JumpEqual = 0x15;
    private const ushort JumpEqualIndex = 0x1D;
    private const ushort Return = 0x06;

    private const uint Everything = 0x40000;
    private const uint VrrpProtocol = 112;
    private const uint AuthenticationHeaderProtocol = 51;

    /// <summary>SKF_AD_OFF + SKF_AD_PROTOCOL: not in the packet, but the kernel knows it.</summary>
    private const uint EtherType = 0xFFFFF000;

    /// <summary>Nothing: for a socket that only sends.</summary>
    public static ReadOnlySpan<SockFilter> Nothing => new SockFilter[] { new(Return, 0, 0, 0) };

    /// <summary>IPv4 packets (from their header on) whose authentication header is followed by VRRP.</summary>
    public static ReadOnlySpan<SockFilter> VrrpBehindAuthenticationHeader => new SockFilter[]
    {
        new(LoadHeaderLength, 0, 0, 0),
        new(LoadByteIndexed, 0, 0, 0),
        new(JumpEqual, 0, 1, VrrpProtocol),
        new(Return, 0, 0, Everything),
        new(Return, 0, 0, 0),
    };

    /// <summary>ARP messages (without Ethernet header) that tell where an address is: replies, and announcements in the form of a request.</summary>
    public static ReadOnlySpan<SockFilter> ArpNews => new SockFilter[]
    {
        new(LoadHalf, 0, 0, ArpFrame.OperationOffset),
        new(JumpEqual, 4, 0, ArpFrame.Reply),
        new(LoadWord, 0, 0, ArpFrame.TargetAddressOffset),
        new(AccumulatorToIndex, 0, 0, 0),
        new(LoadWord, 0, 0, ArpFrame.SenderAddressOffset),
        new(JumpEqualIndex, 0, 1, 0),
        new(Return, 0, 0, Everything),
        new(Return, 0, 0, 0),
    };

    /// <summary>VRRP over IPv4, bare or behind an authentication header, and over IPv6, from the IP header on.</summary>
    public static ReadOnlySpan<SockFilter> Advertisements => new SockFilter[]
    {
        new(LoadHalf, 0, 0, EtherType),
        new(JumpEqual, 7, 0, Ethernet.TypeIpv6),
        new(JumpEqual, 0, 9, Ethernet.TypeIpv4),
        new(LoadByte, 0, 0, 9),
        new(JumpEqual, 6, 0, VrrpProtocol),
        new(JumpEqual, 0, 6, AuthenticationHeaderProtocol),
        new(LoadHeaderLength, 0, 0, 0),
        new(LoadByteIndexed, 0, 0, 0),
        new(JumpEqual, 2, 3, VrrpProtocol),
        new(LoadByte, 0, 0, 6),
        new(JumpEqual, 0, 1, VrrpProtocol),
        new(Return, 0, 0, Everything),
        new(Return, 0, 0, 0),
    };

    /// <summary>Puts a filter on a socket.</summary>
    public static void Attach(Descriptor socket, ReadOnlySpan<SockFilter> filter)
    {
        fixed (SockFilter* start = filter)
        {
            SockFProg program = new() { Length = (ushort)filter.Length, Filter = start };
            if (LibC.SetSockOpt(socket.Number, SocketLevel.Socket, SocketOption.AttachFilter, &program, (uint)sizeof(SockFProg)) < 0)
            {
                throw LinuxError.Last("filter received packets");
            }
        }
    }
}
