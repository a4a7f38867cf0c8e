using System.Net;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Networking.Windows;
using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Networking.Windows;

public sealed class NativeRowTests
{
    [Fact]
    public void An_IPv4_address_row_byte_by_byte()
    {
        MibUnicastIpAddressRow row = default;
        NativeRows.Fill(ref row, new InterfaceAddress(7, InetAddress.Parse("192.0.2.100"), 24));
        string hex = Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<MibUnicastIpAddressRow>(in row)));
        Assert.Equal(
            "02000000c0000264" + new string('0', 40) // AF_INET, address in network order, rest of SOCKADDR_INET
            + "00000000" + new string('0', 16) // padding, LUID
            + "07000000" + "00000000" + "00000000" // index, origins
            + "ffffffff" + "ffffffff" // lifetimes
            + "18" + "01" + "0000" // prefix length, not a source, padding
            + "04000000" // preferred at once
            + "00000000" + new string('0', 16), // scope, time stamp
            hex);
    }

    [Fact]
    public void An_IPv6_address_row()
    {
        MibUnicastIpAddressRow row = default;
        NativeRows.Fill(ref row, new InterfaceAddress(7, InetAddress.Parse("2001:db8::100"), 64));
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<MibUnicastIpAddressRow>(in row));
        Assert.Equal("1700" + "0000" + "00000000" + "20010db8000000000000000000000100" + "00000000", Convert.ToHexStringLower(bytes[..28]));
        Assert.Equal(64, row.OnLinkPrefixLength);
    }

    [Theory]
    [InlineData("0.0.0.0", 0, "192.0.2.1", "192.0.2.1")]
    [InlineData("198.51.100.0", 24, null, "0.0.0.0")]
    [InlineData("2001:db8:1::", 48, null, "::")]
    [InlineData("::", 0, "fe80::1", "fe80::1")]
    public void A_route_row(string destination, byte prefix, string? gateway, string nextHop)
    {
        MibIpForwardRow2 row = default;
        VirtualRoute route = new()
        {
            Destination = IPAddress.Parse(destination),
            PrefixLength = prefix,
            Gateway = gateway is null ? null : IPAddress.Parse(gateway),
            Metric = 5,
        };
        NativeRows.Fill(ref row, route, linkIndex: 7);
        Assert.Equal(InetAddress.Parse(destination), SocketAddresses.FromNative(row.DestinationPrefix.Prefix));
        Assert.Equal(InetAddress.Parse(nextHop), SocketAddresses.FromNative(row.NextHop));
        Assert.Equal((7u, prefix, 5u, uint.MaxValue), (row.InterfaceIndex, row.DestinationPrefix.PrefixLength, row.Metric, row.ValidLifetime));
        Assert.Equal(MibIpForwardRow2.NetworkManagement, row.Protocol);
    }

    [Fact]
    public void A_neighbour_row()
    {
        MibIpNetRow2 row = default;
        NativeRows.Fill(ref row, 7, InetAddress.Parse("192.0.2.1"));
        Assert.Equal((7u, InetAddress.Parse("192.0.2.1")), (row.InterfaceIndex, SocketAddresses.FromNative(row.Address)));
    }

    [Fact]
    public void Socket_addresses_go_there_and_back()
    {
        foreach (string text in new[] { "192.0.2.1", "fe80::1" })
        {
            SockAddrInet native = SocketAddresses.ToNative(InetAddress.Parse(text), scopeId: 3);
            Assert.Equal(InetAddress.Parse(text), SocketAddresses.FromNative(native));
        }

        Assert.Equal(3u, SocketAddresses.ToNative(InetAddress.Parse("fe80::1"), scopeId: 3).ScopeId);
        Assert.False(SocketAddresses.FromNative(default).HasValue);
    }

    [Fact]
    public void Errors_say_what_would_help()
    {
        Assert.Contains("elevated", WindowsError.Create("add 192.0.2.1/24 to Ethernet", ErrorCode.AccessDenied).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.NotSupported, WindowsError.NotSupported("add a rule", "there are none").ErrorCode);
    }
}
