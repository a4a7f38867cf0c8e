using System.Net.Sockets;
using CsCheck;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class MacAddressTests
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork, 1, "00:00:5e:00:01:01")]
    [InlineData(AddressFamily.InterNetwork, 255, "00:00:5e:00:01:ff")]
    [InlineData(AddressFamily.InterNetworkV6, 51, "00:00:5e:00:02:33")]
    public void Virtual_routers_have_the_addresses_of_RFC_9568_section_7_3(AddressFamily family, byte id, string expected) =>
        Assert.Equal(expected, VirtualMac.Create(family, id).ToString());

    [Fact]
    public void Virtual_router_0_and_other_families_have_none()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => VirtualMac.Create(AddressFamily.InterNetwork, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => VirtualMac.Create(AddressFamily.Unix, 1));
    }

    [Fact]
    public void Text_and_bytes_go_there_and_back() => Gen.ULong.Sample(value =>
    {
        var address = MacAddress.FromUInt64(value);
        Span<byte> bytes = stackalloc byte[6];
        Assert.True(address.TryWrite(bytes));
        Assert.Equal(address, MacAddress.Read(bytes));
        Assert.True(MacAddress.TryParse(address.ToString(), out MacAddress again));
        Assert.Equal(address, again);
        Assert.True(MacAddress.TryParse(address.ToString().Replace(':', '-').ToUpperInvariant(), out again));
        Assert.Equal(address.ToUInt64(), again.ToUInt64());
        Assert.False(address.TryWrite(bytes[..5]));
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00:00:5e:00:01")]
    [InlineData("00:00:5e:00:01:0g")]
    [InlineData("00:00-5e:00:01:01")]
    [InlineData("0000.5e00.0101")]
    [InlineData("00:00:5e:00:01:01:02")]
    [InlineData("00:00:5e:00:01: 1")]
    public void Refuses_what_is_no_address(string? text) => Assert.False(MacAddress.TryParse(text, out _));

    [Fact]
    public void Kinds()
    {
        Assert.True(MacAddress.Broadcast.IsMulticast);
        Assert.False(VirtualMac.Create(AddressFamily.InterNetwork, 1).IsMulticast);
        Assert.True(default(MacAddress).IsZero);
    }
}
