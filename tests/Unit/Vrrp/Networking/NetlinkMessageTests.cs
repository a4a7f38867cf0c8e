using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Networking.Linux.Netlink;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

/// <summary>Requests are those of iproute2 6.1, whose bytes were recorded with <c>strace -e write=all</c> on the command named.</summary>
public sealed class NetlinkMessageTests
{
    private const int LinkBody = 16;
    private const int AddressBody = 8;
    private const int RouteBody = 12;

    public NetlinkMessageTests() =>
        Assert.SkipUnless(BitConverter.IsLittleEndian, "Netlink is in the order of the machine, and the recording in that of x86.");

    // ip address add 10.88.0.100/24 dev v0 label v0:1 scope link
    [Fact]
    public void Add_IPv4_address() => AssertSame(
        "3400000014000506b326066b00000000021800fd03000000080002000a5800640900030076303a3100000000080001000a580064",
        AddressBody,
        (ref NetlinkWriter writer) => AddressMessages.WriteAdd(
            ref writer,
            1,
            new InterfaceAddress(3, InetAddress.Parse("10.88.0.100"), 24, AddressScope.Link, "v0:1"),
            MessageFlag.Acknowledge));

    // ip address add fd00::100/128 dev v0 nodad preferred_lft 0
    [Fact]
    public void Add_IPv6_host_address() => AssertSame(
        "5400000014000506b326066b000000000a8002000300000014000200fd00000000000000000000000000010014000100fd0000000000000000000000000001001400060000000000ffffffff0000000000000000",
        AddressBody,
        (ref NetlinkWriter writer) => AddressMessages.WriteAdd(
            ref writer, 1, new InterfaceAddress(3, InetAddress.Parse("fd00::100"), 128, Label: "ignored"), MessageFlag.Acknowledge));

    // ip address del 10.88.0.100/24 dev v0
    [Fact]
    public void Delete_address() => AssertSame(
        "2800000015000500b326066b000000000218000003000000080002000a580064080001000a580064",
        AddressBody,
        (ref NetlinkWriter writer) => AddressMessages.WriteDelete(
            ref writer, 1, new InterfaceAddress(3, InetAddress.Parse("10.88.0.100"), 24, Label: "v0:1"), MessageFlag.Acknowledge));

    // ip link add vrrp.51 link v0 address 00:00:5e:00:01:33 type macvlan mode bridge
    [Fact]
    public void Create_macvlan() => AssertSame(
        "5c00000010000506b326066b00000000000000000000000000000000000000000a00010000005e000133000008000500030000000c000300767272702e3531001c0012000b0001006d6163766c616e000c0002000800010004000000",
        LinkBody,
        (ref NetlinkWriter writer) => LinkMessages.WriteCreateMacvlan(
            ref writer, 1, "vrrp.51", 3, VirtualMac.Create(AddressFamily.InterNetwork, 51).ToUInt64()));

    // ip link set vrrp.51 up
    [Fact]
    public void Bring_link_up() => AssertSame(
        "2000000010000500b426066b0000000000000000040000000100000001000000",
        LinkBody,
        (ref NetlinkWriter writer) => LinkMessages.WriteUp(ref writer, 1, 4));

    // ip link del vrrp.51
    [Fact]
    public void Delete_link() => AssertSame(
        "2000000011000500b426066b0000000000000000040000000000000000000000",
        LinkBody,
        (ref NetlinkWriter writer) => LinkMessages.WriteDelete(ref writer, 1, 4));

    // ip route replace 10.9.0.0/16 via 10.77.0.9 dev v0 proto 112 metric 50 src 10.77.0.1 table 1000
    [Fact]
    public void Replace_route() => AssertSame(
        "4c00000018000505b526066b00000000021000000070000100000000080001000a090000080005000a4d00090800060032000000080007000a4d000108000f00e80300000800040003000000",
        RouteBody,
        (ref NetlinkWriter writer) => RouteMessages.WriteAdd(ref writer, 1, Route with { Source = IPAddress.Parse("10.77.0.1") }, 3));

    // ip route del 10.9.0.0/16 via 10.77.0.9 dev v0 proto 112 metric 50 table 1000
    [Fact]
    public void Delete_route() => AssertSame(
        "4400000019000500b526066b00000000021000000070ff0000000000080001000a090000080005000a4d0009080006003200000008000f00e80300000800040003000000",
        RouteBody,
        (ref NetlinkWriter writer) => RouteMessages.WriteDelete(ref writer, 1, Route, 3));

    // ip rule add from 10.77.0.100 to 10.9.0.0/16 iif v0 fwmark 7 pref 100 table 1000 protocol 112
    [Fact]
    public void Add_rule() => AssertSame(
        "5400000020000506b526066b00000000021020000000000100000000080002000a4d0064080001000a090000070003007630000008000a0007000000080006006400000008000f00e80300000500150070000000",
        RouteBody,
        (ref NetlinkWriter writer) => RuleMessages.WriteAdd(ref writer, 1, new VirtualRule
        {
            From = IPAddress.Parse("10.77.0.100"),
            FromPrefixLength = 32,
            To = IPAddress.Parse("10.9.5.0"),
            ToPrefixLength = 16,
            InputInterface = "v0",
            FirewallMark = 7,
            Preference = 100,
            Table = 1000,
        }));

    [Fact]
    public void A_batch_is_one_message_behind_the_other()
    {
        NetlinkWriter writer = new(new byte[256]);
        LinkMessages.WriteUp(ref writer, 7, 4);
        AddressMessages.WriteDelete(ref writer, 8, new InterfaceAddress(3, InetAddress.Parse("10.88.0.100"), 24), 0);
        Assert.Equal(256 - writer.Written.Length, writer.Free);

        NetlinkMessages messages = new(writer.Written);
        Assert.True(messages.MoveNext());
        Assert.Equal((MessageType.NewLink, 7u), (messages.Header.Type, messages.Header.Sequence));
        Assert.True(messages.MoveNext());
        Assert.Equal((MessageType.DeleteAddress, 8u), (messages.Header.Type, messages.Header.Sequence));
        Assert.Equal(MessageFlag.Request, messages.Header.Flags);
        Assert.False(messages.MoveNext());
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        InterfaceAddress address = new(3, InetAddress.Parse("10.88.0.100"), 24, AddressScope.Link, "v0:1");
        NetlinkWriter writer = new(new byte[256]);
        AddressMessages.WriteAdd(ref writer, 1, address, 0);
        NetlinkMessages messages = new(writer.Written);
        Assert.True(messages.MoveNext());
        Assert.True(AddressMessages.TryParse(messages.Header.Type, messages.Payload, out AddressRecord record));
        Assert.Equal(address, record.Address);
        Assert.True(record.IsUsable);

        writer = new(new byte[256]);
        LinkMessages.WriteCreateMacvlan(ref writer, 1, "vrrp.51", 3, 0x00005E000133);
        messages = new(writer.Written);
        Assert.True(messages.MoveNext());
        Assert.True(LinkMessages.TryParse(messages.Header.Type, messages.Payload, out LinkRecord link));
        Assert.Equal(new LinkRecord("vrrp.51", new LinkState(0, false, false, 0, 0x00005E000133), 0, 3, "macvlan"), link);
    }

    [Theory]
    [InlineData(AddressFlags.Tentative)]
    [InlineData(AddressFlags.DadFailed)]
    public void An_address_under_detection_or_refused_by_it_is_not_usable(uint flags) =>
        Assert.False(new AddressRecord(default, flags).IsUsable);

    [Fact]
    public void No_cut_of_a_message_is_read_beyond_its_end()
    {
        NetlinkWriter writer = new(new byte[256]);
        LinkMessages.WriteCreateMacvlan(ref writer, 1, "vrrp.51", 3, 1);
        byte[] whole = writer.Written.ToArray();
        for (int length = 0; length < whole.Length; length++)
        {
            NetlinkMessages messages = new(whole.AsSpan(0, length));
            Assert.False(messages.MoveNext());
            _ = LinkMessages.TryParse(MessageType.NewLink, whole.AsSpan(16, Math.Max(0, length - 16)), out _);
            _ = AddressMessages.TryParse(MessageType.NewAddress, whole.AsSpan(16, Math.Max(0, length - 16)), out _);
            _ = RouteMessages.TryParseDefaultGateway(whole.AsSpan(16, Math.Max(0, length - 16)), 3, out _, out _);
        }
    }

    private static VirtualRoute Route => new()
    {
        Destination = IPAddress.Parse("10.9.7.7"),
        PrefixLength = 16,
        Gateway = IPAddress.Parse("10.77.0.9"),
        Interface = "v0",
        Metric = 50,
        Table = 1000,
    };

    private delegate void Write(ref NetlinkWriter writer);

    private static void AssertSame(string recorded, int fixedLength, Write write)
    {
        NetlinkWriter writer = new(new byte[512]);
        write(ref writer);
        Assert.Equal(
            NetlinkBytes.Describe(Convert.FromHexString(recorded), fixedLength), NetlinkBytes.Describe(writer.Written, fixedLength));
    }

    private static class AddressFlags
    {
        public const uint Tentative = 0x40;
        public const uint DadFailed = 0x08;
    }
}
