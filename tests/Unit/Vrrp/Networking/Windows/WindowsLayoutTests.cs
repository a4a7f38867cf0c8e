using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Windows.Native;

namespace NginxHa.Tests.Unit.Vrrp.Networking.Windows;

/// <summary>Structures are as the 64-bit headers have them: the numbers are those of sizeof and offsetof.</summary>
public sealed unsafe class WindowsLayoutTests
{
    [Fact]
    public void Sizes_are_those_of_the_headers()
    {
        Assert.SkipUnless(nint.Size == 8, "The numbers are those of 64-bit systems.");
        Assert.Equal(28, sizeof(SockAddrInet));
        Assert.Equal(16, sizeof(WsaBuf));
        Assert.Equal(56, sizeof(WsaMsg));
        Assert.Equal(16, sizeof(WsaCMsgHdr));
        Assert.Equal(8, sizeof(InPktInfo));
        Assert.Equal(20, sizeof(In6PktInfo));
        Assert.Equal(32, sizeof(IpAddressPrefix));
        Assert.Equal(80, sizeof(MibUnicastIpAddressRow));
        Assert.Equal(104, sizeof(MibIpForwardRow2));
        Assert.Equal(88, sizeof(MibIpNetRow2));
        Assert.Equal(168, sizeof(MibIpInterfaceRow));
    }

    [Fact]
    public void Socket_address_has_its_fields_where_both_families_have_them()
    {
        AssertOffsets<SockAddrInet>(
            (nameof(SockAddrInet.Family), 0),
            (nameof(SockAddrInet.Port), 2),
            (nameof(SockAddrInet.Address4), 4),
            (nameof(SockAddrInet.FlowInfo), 4),
            (nameof(SockAddrInet.Address6), 8),
            (nameof(SockAddrInet.ScopeId), 24));
    }

    [Fact]
    public void Messages()
    {
        Assert.SkipUnless(nint.Size == 8, "The numbers are those of 64-bit systems.");
        AssertOffsets<WsaMsg>(
            (nameof(WsaMsg.Name), 0),
            (nameof(WsaMsg.NameLength), 8),
            (nameof(WsaMsg.Buffers), 16),
            (nameof(WsaMsg.BufferCount), 24),
            (nameof(WsaMsg.Control), 32),
            (nameof(WsaMsg.Flags), 48));
        AssertOffsets<WsaCMsgHdr>((nameof(WsaCMsgHdr.Length), 0), (nameof(WsaCMsgHdr.Level), 8), (nameof(WsaCMsgHdr.Type), 12));
        AssertOffsets<InPktInfo>((nameof(InPktInfo.Address), 0), (nameof(InPktInfo.InterfaceIndex), 4));
        AssertOffsets<In6PktInfo>((nameof(In6PktInfo.Address), 0), (nameof(In6PktInfo.InterfaceIndex), 16));
    }

    [Fact]
    public void Address_row() => AssertOffsets<MibUnicastIpAddressRow>(
        (nameof(MibUnicastIpAddressRow.Address), 0),
        (nameof(MibUnicastIpAddressRow.InterfaceLuid), 32),
        (nameof(MibUnicastIpAddressRow.InterfaceIndex), 40),
        (nameof(MibUnicastIpAddressRow.PrefixOrigin), 44),
        (nameof(MibUnicastIpAddressRow.SuffixOrigin), 48),
        (nameof(MibUnicastIpAddressRow.ValidLifetime), 52),
        (nameof(MibUnicastIpAddressRow.PreferredLifetime), 56),
        (nameof(MibUnicastIpAddressRow.OnLinkPrefixLength), 60),
        (nameof(MibUnicastIpAddressRow.SkipAsSource), 61),
        (nameof(MibUnicastIpAddressRow.DadState), 64),
        (nameof(MibUnicastIpAddressRow.ScopeId), 68),
        (nameof(MibUnicastIpAddressRow.CreationTimeStamp), 72));

    [Fact]
    public void Route_row()
    {
        AssertOffsets<MibIpForwardRow2>(
            (nameof(MibIpForwardRow2.InterfaceLuid), 0),
            (nameof(MibIpForwardRow2.InterfaceIndex), 8),
            (nameof(MibIpForwardRow2.DestinationPrefix), 12),
            (nameof(MibIpForwardRow2.NextHop), 44),
            (nameof(MibIpForwardRow2.SitePrefixLength), 72),
            (nameof(MibIpForwardRow2.ValidLifetime), 76),
            (nameof(MibIpForwardRow2.PreferredLifetime), 80),
            (nameof(MibIpForwardRow2.Metric), 84),
            (nameof(MibIpForwardRow2.Protocol), 88),
            (nameof(MibIpForwardRow2.Loopback), 92),
            (nameof(MibIpForwardRow2.AutoconfigureAddress), 93),
            (nameof(MibIpForwardRow2.Publish), 94),
            (nameof(MibIpForwardRow2.Immortal), 95),
            (nameof(MibIpForwardRow2.Age), 96),
            (nameof(MibIpForwardRow2.Origin), 100));
        AssertOffsets<IpAddressPrefix>((nameof(IpAddressPrefix.Prefix), 0), (nameof(IpAddressPrefix.PrefixLength), 28));
    }

    [Fact]
    public void Neighbour_and_interface_rows()
    {
        AssertOffsets<MibIpNetRow2>(
            (nameof(MibIpNetRow2.Address), 0),
            (nameof(MibIpNetRow2.InterfaceIndex), 28),
            (nameof(MibIpNetRow2.InterfaceLuid), 32),
            (nameof(MibIpNetRow2.PhysicalAddress), 40),
            (nameof(MibIpNetRow2.PhysicalAddressLength), 72),
            (nameof(MibIpNetRow2.State), 76),
            (nameof(MibIpNetRow2.Flags), 80),
            (nameof(MibIpNetRow2.ReachabilityTime), 84));
        AssertOffsets<MibIpInterfaceRow>(
            (nameof(MibIpInterfaceRow.Family), 0),
            (nameof(MibIpInterfaceRow.InterfaceLuid), 8),
            (nameof(MibIpInterfaceRow.InterfaceIndex), 16),
            (nameof(MibIpInterfaceRow.AdvertisingEnabled), 40),
            (nameof(MibIpInterfaceRow.ForwardingEnabled), 41));
    }

    private static void AssertOffsets<T>(params (string Field, int Offset)[] fields)
        where T : unmanaged =>
        Assert.Equal(fields, fields.Select(field => (field.Field, (int)Marshal.OffsetOf<T>(field.Field))));
}
