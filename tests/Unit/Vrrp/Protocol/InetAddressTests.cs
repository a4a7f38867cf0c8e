using System.Net;
using System.Net.Sockets;
using CsCheck;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class InetAddressTests
{
    private static readonly Gen<InetAddress> AnyIPv4 = Gen.UInt.Select(InetAddress.FromIPv4);

    // Many zero groups, so that runs of them are common.
    private static readonly Gen<InetAddress> AnyIPv6 = Gen.Select(Gen.Byte.Array[16], Gen.Byte, (bytes, mask) =>
    {
        for (int i = 0; i < 16; i++)
        {
            bytes[i] = (mask >> (i / 2) & 1) == 0 ? (byte)0 : bytes[i];
        }

        return InetAddress.Read(bytes);
    });

    [Fact]
    public void The_default_value_is_no_address()
    {
        InetAddress none = default;
        Assert.False(none.HasValue);
        Assert.False(none.IsUnspecified);
        Assert.Equal(AddressFamily.Unspecified, none.Family);
        Assert.Equal(0, none.Length);
        Assert.Equal(string.Empty, none.ToString());
        Assert.Throws<InvalidOperationException>(() => none.ToIPAddress());
        Assert.True(none < InetAddress.AnyIPv4);
        Assert.True(InetAddress.FromIPv4(uint.MaxValue) < InetAddress.AnyIPv6);
    }

    [Theory]
    [InlineData("192.0.2.1", 0xC0000201u)]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("255.255.255.255", 0xFFFFFFFFu)]
    public void Reads_IPv4(string text, uint value)
    {
        Assert.Equal(InetAddress.FromIPv4(value), InetAddress.Parse(text));
        Assert.Equal(value, InetAddress.Parse(text).ToUInt32());
        Assert.Equal(text, InetAddress.FromIPv4(value).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1..3.4")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.0004")]
    [InlineData("010.1.1.1")]
    [InlineData("0x1.1.1.1")]
    [InlineData("-1.1.1.1")]
    [InlineData("1.2.3.4/24")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("::1/64")]
    [InlineData("fe80::1%")]
    [InlineData("::g")]
    [InlineData("1::2::3")]
    [InlineData("eth0")]
    [InlineData(null)]
    public void Refuses_what_is_no_address(string? text)
    {
        Assert.False(InetAddress.TryParse(text, out InetAddress address));
        Assert.False(address.HasValue);
        if (text is not null)
        {
            Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => InetAddress.Parse(text)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FE80::1%eth0", "fe80::1")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("2001:0DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1")] // RFC 5952 section 4.2.3: the first of equal runs
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")] // section 4.2.2: not for one group
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")] // section 4.2.3: the longest run
    [InlineData("1:2:3:4:5:6::", "1:2:3:4:5:6::")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    public void Writes_IPv6_as_RFC_5952_says(string text, string canonical) =>
        Assert.Equal(canonical, InetAddress.Parse(text).ToString());

    [Fact]
    public void Text_goes_there_and_back() => Gen.OneOf(AnyIPv4, AnyIPv6).Sample(address =>
        InetAddress.TryParse(address.ToString(), out InetAddress again) && again == address);

    [Fact]
    public void Text_means_the_same_to_the_framework() => Gen.OneOf(AnyIPv4, AnyIPv6).Sample(address =>
        IPAddress.Parse(address.ToString()).Equals(address.ToIPAddress()));

    [Fact]
    public void Bytes_go_there_and_back() => Gen.OneOf(AnyIPv4, AnyIPv6).Sample(address =>
    {
        Span<byte> bytes = stackalloc byte[16];
        Assert.True(address.TryWrite(bytes));
        Assert.Equal(address.ToIPAddress().GetAddressBytes(), bytes[..address.Length].ToArray());
        Assert.Equal(address, InetAddress.Read(bytes[..address.Length]));
        Assert.False(address.TryWrite(bytes[..(address.Length - 1)]));
    });

    [Fact]
    public void Order_is_that_of_the_bytes() => Gen.Select(AnyIPv6, AnyIPv6).Sample((a, b) =>
    {
        int bytes = a.ToIPAddress().GetAddressBytes().AsSpan().SequenceCompareTo(b.ToIPAddress().GetAddressBytes());
        Assert.Equal(Math.Sign(bytes), Math.Sign(a.CompareTo(b)));
        Assert.Equal(bytes == 0, a == b);
        Assert.Equal(bytes > 0, a > b);
        Assert.Equal(bytes <= 0, a <= b);
    });

    [Fact]
    public void The_scope_is_dropped() =>
        Assert.Equal(InetAddress.Parse("fe80::1"), InetAddress.FromIPAddress(IPAddress.Parse("fe80::1%7")));

    [Fact]
    public void The_scope_can_be_given_back() =>
        Assert.Equal(7, InetAddress.Parse("fe80::1").ToIPAddress(7).ScopeId);

    [Theory]
    [InlineData("169.254.0.1", true, false)]
    [InlineData("169.255.0.1", false, false)]
    [InlineData("224.0.0.18", false, true)]
    [InlineData("223.255.255.255", false, false)]
    [InlineData("240.0.0.1", false, false)]
    [InlineData("fe80::1", true, false)]
    [InlineData("febf:ffff::1", true, false)]
    [InlineData("fec0::1", false, false)]
    [InlineData("ff02::12", false, true)]
    [InlineData("2001:db8::1", false, false)]
    public void Kinds(string text, bool linkLocal, bool multicast)
    {
        var address = InetAddress.Parse(text);
        Assert.Equal(linkLocal, address.IsLinkLocal);
        Assert.Equal(multicast, address.IsMulticast);
        Assert.False(address.IsUnspecified);
        Assert.False(address.IsLoopback);
        Assert.False(address.IsBroadcast);
    }

    [Theory]
    [InlineData("192.0.2.77", 24, "192.0.2.0")]
    [InlineData("192.0.2.77", 32, "192.0.2.77")]
    [InlineData("192.0.2.77", 0, "0.0.0.0")]
    [InlineData("2001:db8::ffff", 64, "2001:db8::")]
    [InlineData("2001:db8::ffff", 0, "::")]
    [InlineData("2001:db8::ffff", 128, "2001:db8::ffff")]
    public void Networks(string text, int prefix, string network) =>
        Assert.Equal(network, InetAddress.Parse(text).GetNetwork(prefix).ToString());

    [Fact]
    public void A_prefix_longer_than_the_address_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InetAddress.AnyIPv4.GetNetwork(33));

    [Fact]
    public void An_odd_number_of_bytes_is_refused() =>
        Assert.Throws<ArgumentException>(() => InetAddress.Read(new byte[5]));

    [Fact]
    public void Formatting_says_when_there_is_no_room()
    {
        Span<char> room = stackalloc char[8];
        Assert.False(InetAddress.Parse("192.0.2.1").TryFormat(room, out int written));
        Assert.Equal(0, written);
        Assert.Equal("at 192.0.2.1", $"at {InetAddress.Parse("192.0.2.1")}");
    }
}
