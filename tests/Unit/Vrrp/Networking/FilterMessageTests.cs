using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Networking.Linux.Netlink;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

/// <summary>
/// Messages are those of nft 1.0.6, whose bytes were recorded with <c>strace -e write=all</c> on the command named; its notes to
/// itself about the type of a set (NFTA_SET_USERDATA) are left out.
/// </summary>
public sealed class FilterMessageTests
{
    private const int Body = 4;

    public FilterMessageTests() =>
        Assert.SkipUnless(BitConverter.IsLittleEndian, "Netlink is in the order of the machine, and the recording in that of x86.");

    private delegate void Write(ref NetlinkWriter writer);

    [Fact]
    public void Batch_is_framed() => Assert.Equal(
        ("140000001000010007000000000000000000000a", "140000001100010009000000000000000000000a"),
        (Hex((ref NetlinkWriter writer) => FilterMessages.WriteBegin(ref writer, 7)), Hex((ref NetlinkWriter writer) => FilterMessages.WriteEnd(ref writer, 9))));

    // nft add table ip6 nginxha. The command sets no NLM_F_CREATE, which the kernel does not ask for with tables.
    [Fact]
    public void Add_table() => AssertSame(
        "28000000000a010401000000000000000a0000000c0001006e67696e786861000800020000000000",
        (ref NetlinkWriter writer) => FilterMessages.WriteAddTable(ref writer, 1, AddressFamily.InterNetworkV6));

    // nft delete table ip nginxha
    [Fact]
    public void Delete_table() => AssertSame(
        "20000000020a01000100000000000000020000000c0001006e67696e78686100",
        (ref NetlinkWriter writer) => FilterMessages.WriteDeleteTable(ref writer, 1, AddressFamily.InterNetwork));

    // nft add chain ip6 nginxha input { type filter hook input priority 0; policy accept; }
    [Fact]
    public void Add_chain() => AssertSame(
        "54000000030a010401000000000000000a0000000c0001006e67696e786861000a000300696e7075740000000b00070066696c746572000008000500000000011400048008000100000000010800020000000000",
        (ref NetlinkWriter writer) => FilterMessages.WriteAddChain(ref writer, 1, AddressFamily.InterNetworkV6));

    // nft add set ip nginxha addresses { type ipv4_addr; }
    [Fact]
    public void Add_IPv4_set() => AssertSame(
        "50000000090a01040100000000000000020000000c0001006e67696e786861000e00020061646472657373657300000008000300000000000800040000000007080005000000000408000a0000000001",
        (ref NetlinkWriter writer) => FilterMessages.WriteAddAddressSet(ref writer, 1, AddressFamily.InterNetwork));

    // nft add set ip6 nginxha addresses { type ipv6_addr; }
    [Fact]
    public void Add_IPv6_set() => AssertSame(
        "50000000090a010401000000000000000a0000000c0001006e67696e786861000e00020061646472657373657300000008000300000000000800040000000008080005000000001008000a0000000001",
        (ref NetlinkWriter writer) => FilterMessages.WriteAddAddressSet(ref writer, 1, AddressFamily.InterNetworkV6));

    // nft add set ip6 nginxha link_local { type ipv6_addr . iface_index; }, as the second set
    [Fact]
    public void Add_link_local_set() => AssertSame(
        "50000000090a010401000000000000000a0000000c0001006e67696e786861000f0002006c696e6b5f6c6f63616c000008000300000000000800040000000214080005000000001408000a0000000002",
        (ref NetlinkWriter writer) => FilterMessages.WriteAddLinkLocalSet(ref writer, 1));

    // nft add rule ip6 nginxha input icmpv6 type 135-136 accept
    [Fact]
    public void Add_rule_of_neighbour_discovery() => AssertSame(
        "3c010000060a010c01000000000000000a0000000c0001006e67696e786861000a000200696e7075740000001001048024000180090001006d6574610000000014000280080002000000001008000100000000012c00018008000100636d700020000280080001000000000108000200000000000c000380050001003a000000340001800c0001007061796c6f6164002400028008000100000000010800020000000002080003000000000008000400000000012c00018008000100636d700020000280080001000000000108000200000000050c00038005000100870000002c00018008000100636d700020000280080001000000000108000200000000030c0003800500010088000000300001800e000100696d6d6564696174650000001c0002800800010000000000100002800c0002800800010000000001",
        (ref NetlinkWriter writer) => FilterRules.WriteAcceptNeighbourDiscovery(ref writer, 1));

    // nft add rule ip nginxha input ip daddr @addresses counter drop
    [Fact]
    public void Add_IPv4_rule() => AssertSame(
        "dc000000060a010c0100000000000000020000000c0001006e67696e786861000a000200696e707574000000b0000480340001800c0001007061796c6f616400240002800800010000000001080002000000000108000300000000100800040000000004340001800b0001006c6f6f6b757000002400028008000200000000010e0001006164647265737365730000000800040000000001140001800c000100636f756e7465720004000280300001800e000100696d6d6564696174650000001c0002800800010000000000100002800c0002800800010000000000",
        (ref NetlinkWriter writer) => FilterRules.WriteDropAddresses(ref writer, 1, AddressFamily.InterNetwork));

    // nft add rule ip6 nginxha input ip6 daddr @addresses counter drop
    [Fact]
    public void Add_IPv6_rule() => AssertSame(
        "dc000000060a010c01000000000000000a0000000c0001006e67696e786861000a000200696e707574000000b0000480340001800c0001007061796c6f616400240002800800010000000001080002000000000108000300000000180800040000000010340001800b0001006c6f6f6b757000002400028008000200000000010e0001006164647265737365730000000800040000000001140001800c000100636f756e7465720004000280300001800e000100696d6d6564696174650000001c0002800800010000000000100002800c0002800800010000000000",
        (ref NetlinkWriter writer) => FilterRules.WriteDropAddresses(ref writer, 1, AddressFamily.InterNetworkV6));

    // nft add rule ip6 nginxha input ip6 daddr . iif @link_local counter drop
    [Fact]
    public void Add_link_local_rule() => AssertSame(
        "00010000060a010c01000000000000000a0000000c0001006e67696e786861000a000200696e707574000000d4000480340001800c0001007061796c6f61640024000280080001000000000108000200000000010800030000000018080004000000001024000180090001006d657461000000001400028008000200000000040800010000000002340001800b0001006c6f6f6b757000002400028008000200000000010f0001006c696e6b5f6c6f63616c00000800040000000002140001800c000100636f756e7465720004000280300001800e000100696d6d6564696174650000001c0002800800010000000000100002800c0002800800010000000000",
        (ref NetlinkWriter writer) => FilterRules.WriteDropLinkLocal(ref writer, 1));

    // nft add element ip nginxha addresses { 10.77.0.100, 10.77.0.101 }, whose list is of NFTA_LIST_ELEM here and numbered there
    [Fact]
    public void Add_elements() => AssertSame(
        "5c0000000c0a01040100000000000000020000000c0001006e67696e786861000e000200616464726573736573000000080004000000000124000380100001800c000180080001000a4d0064100001800c000180080001000a4d0065",
        (ref NetlinkWriter writer) => FilterMessages.WriteElements(
            ref writer, 1, AddressFamily.InterNetwork, isAddition: true, [Element("10.77.0.100"), Element("10.77.0.101")]));

    // nft add element ip6 nginxha link_local { fe80::1 . lo }
    [Fact]
    public void Add_link_local_element() => AssertSame(
        "5c0000000c0a010401000000000000000a0000000c0001006e67696e786861000f0002006c696e6b5f6c6f63616c0000080004000000000224000380200001801c00018018000100fe80000000000000000000000000000101000000",
        (ref NetlinkWriter writer) => FilterMessages.WriteElements(
            ref writer, 1, AddressFamily.InterNetworkV6, isAddition: true, [Element("fe80::1", 1)]));

    // nft delete element ip nginxha addresses { 10.77.0.100 }
    [Fact]
    public void Delete_element() => AssertSame(
        "440000000e0a01000100000000000000020000000c0001006e67696e786861000e00020061646472657373657300000014000380100001800c000180080001000a4d0064",
        (ref NetlinkWriter writer) => FilterMessages.WriteElements(
            ref writer, 1, AddressFamily.InterNetwork, isAddition: false, [Element("10.77.0.100")]));

    [Theory]
    [InlineData("10.77.0.100", 3, 0)]
    [InlineData("169.254.0.1", 3, 0)]
    [InlineData("fd00::1", 3, 0)]
    [InlineData("fe80::1", 3, 3)]
    public void Only_an_IPv6_link_local_address_is_bound_to_its_interface(string address, int link, int expected) =>
        Assert.Equal(expected, FilterElement.Of(new InterfaceAddress(link, InetAddress.Parse(address), 24)).LinkIndex);

    [Fact]
    public void What_is_written_is_read_back_and_no_cut_is_read_beyond_its_end()
    {
        foreach (FilterElement[] elements in new FilterElement[][]
        {
            [Element("10.77.0.100"), Element("10.77.0.101")], [Element("fd00::1")], [Element("fe80::1", 7), Element("fe80::2", 8)],
        })
        {
            NetlinkWriter writer = new(new byte[256]);
            FilterMessages.WriteElements(ref writer, 1, elements[0].Address.Family, isAddition: true, elements);
            ReadOnlySpan<byte> payload = writer.Written[16..];
            Assert.True(FilterMessages.TryParseElements(FilterMessage.NewElement, payload, out List<FilterElement> read));
            Assert.Equal(elements, read);
            for (int length = 0; length < payload.Length; length++)
            {
                FilterMessages.TryParseElements(FilterMessage.NewElement, payload[..length], out read);
                Assert.True(read.Count <= elements.Length);
            }
        }
    }

    [Theory]
    [InlineData(93, "no nf_tables")]
    [InlineData(95, "no nf_tables")]
    [InlineData(22, "no nf_tables")]
    [InlineData(1, "CAP_NET_ADMIN")]
    public void Refusals_say_what_is_missing(int error, string words)
    {
        NetworkException exception = TrafficFilter.Explain("drop packets to 10.77.0.100", error);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Contains("drop packets to 10.77.0.100", exception.Message, StringComparison.Ordinal);
    }

    private static FilterElement Element(string address, int link = 0) => new(InetAddress.Parse(address), link);

    private static string Hex(Write write)
    {
        NetlinkWriter writer = new(new byte[512]);
        write(ref writer);
        return Convert.ToHexStringLower(writer.Written);
    }

    private static void AssertSame(string recorded, Write write) => Assert.Equal(
        NetlinkBytes.Describe(Convert.FromHexString(recorded), Body), NetlinkBytes.Describe(Convert.FromHexString(Hex(write)), Body));
}
