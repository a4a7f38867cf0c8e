using System.Runtime.CompilerServices;
using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

/// <summary>Structures are as the 64-bit C headers have them: the numbers are those of sizeof and offsetof.</summary>
public sealed unsafe class LayoutTests
{
    [Fact]
    public void Sizes_are_those_of_the_headers()
    {
        Assert.SkipUnless(nint.Size == 8, "The numbers are those of 64-bit systems.");
        Assert.Equal(16, sizeof(TimeSpec));
        Assert.Equal(8, sizeof(PollFd));
        Assert.Equal(16, sizeof(IoVec));
        Assert.Equal(56, sizeof(MsgHdr));
        Assert.Equal(64, sizeof(MMsgHdr));
        Assert.Equal(16, sizeof(CMsgHdr));
        Assert.Equal(16, sizeof(SockAddrIn));
        Assert.Equal(28, sizeof(SockAddrIn6));
        Assert.Equal(20, sizeof(SockAddrLl));
        Assert.Equal(12, sizeof(SockAddrNl));
        Assert.Equal(12, sizeof(InPktInfo));
        Assert.Equal(20, sizeof(In6PktInfo));
        Assert.Equal(12, sizeof(IpMreqn));
        Assert.Equal(20, sizeof(Ipv6Mreq));
        Assert.Equal(8, sizeof(SockFilter));
        Assert.Equal(16, sizeof(SockFProg));
        Assert.Equal(16, sizeof(NlMsgHdr));
        Assert.Equal(4, sizeof(RtAttr));
        Assert.Equal(16, sizeof(IfInfoMsg));
        Assert.Equal(8, sizeof(IfAddrMsg));
        Assert.Equal(16, sizeof(IfaCacheInfo));
        Assert.Equal(12, sizeof(RtMsg));
        Assert.Equal(8, sizeof(RtNextHop));
        Assert.Equal(12, sizeof(FibRuleHdr));
    }

    [Fact]
    public void Offsets_are_those_of_the_headers()
    {
        Assert.SkipUnless(nint.Size == 8, "The numbers are those of 64-bit systems.");
        MsgHdr message = default;
        Assert.Equal(
            [0, 8, 16, 24, 32, 40, 48],
            Offsets(
                ref message,
                &message.Name,
                &message.NameLength,
                &message.Vectors,
                &message.VectorCount,
                &message.Control,
                &message.ControlLength,
                &message.Flags));

        MMsgHdr multiple = default;
        Assert.Equal([0, 56], Offsets(ref multiple, &multiple.Header, &multiple.Length));

        SockAddrLl link = default;
        Assert.Equal(
            [0, 2, 4, 8, 10, 11, 12],
            Offsets(
                ref link,
                &link.Family,
                &link.Protocol,
                &link.LinkIndex,
                &link.HardwareType,
                &link.PacketType,
                &link.AddressLength,
                link.Address));

        SockAddrIn6 ipv6 = default;
        Assert.Equal([0, 2, 4, 8, 24], Offsets(ref ipv6, &ipv6.Family, &ipv6.Port, &ipv6.FlowInfo, ipv6.Address, &ipv6.ScopeId));

        RtMsg route = default;
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 6, 7, 8],
            Offsets(
                ref route,
                &route.Family,
                &route.DestinationLength,
                &route.SourceLength,
                &route.TypeOfService,
                &route.Table,
                &route.Protocol,
                &route.Scope,
                &route.Type,
                &route.Flags));

        SockFProg program = default;
        Assert.Equal([0, 8], Offsets(ref program, &program.Length, &program.Filter));
    }

    [Fact]
    public void Control_messages_are_aligned_and_found()
    {
        Assert.SkipUnless(nint.Size == 8, "The numbers are those of 64-bit systems.");
        Assert.Equal(32, ControlMessage.Space<InPktInfo>());
        Assert.Equal(40, ControlMessage.Space<In6PktInfo>());
        Assert.Equal(24, ControlMessage.Space<int>());

        byte[] control = new byte[24];
        Assert.Equal(24, ControlMessage.Write(control, SocketLevel.Ipv6, SocketOption.Ipv6HopLimit, 255));
        Assert.Equal("140000000000000029000000" + "34000000" + "FF00000000000000", Convert.ToHexString(control));
    }

    private static int[] Offsets<T>(ref T structure, params void*[] fields)
        where T : unmanaged
    {
        byte* start = (byte*)Unsafe.AsPointer(ref structure);
        int[] offsets = new int[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            offsets[i] = (int)((byte*)fields[i] - start);
        }

        return offsets;
    }
}
