using System.Net;
using NginxHa.Installation.Online;
using NginxHa.Installation.Prerequisites;
using NginxHa.Topology;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Installation;

public class OnlineCheckTests
{
    private static readonly InetAddress Self = InetAddress.Parse("10.0.0.1"), Peer = InetAddress.Parse("10.0.0.2"), Vip = InetAddress.Parse("10.0.0.200");
    private static readonly VrrpInstanceOptions Options = OptionsOf(Vip, 24);

    private static readonly GroundLink Quiet = new()
    {
        Link = new LinkState(2, true, true, 1500, 0),
        Addresses = [new InterfaceAddress(2, Self, 24)],
        Heard = [],
        Neighbours = Answers((Peer, [2])),
    };

    private static readonly LiveRouter Router = new()
    {
        Node = "web1",
        Options = Options with { Priority = 100 },
        Peers = [new ExpectedPeer("web2", [Peer], Options with { Priority = 150 })],
        KeepalivedRuns = true,
    };

    [Fact]
    public void A_master_that_is_as_expected() =>
        Assert.Equal(["OnlineMaster"], Ids(Judge(Heard(Advertise(Peer, 150)) with { Neighbours = Answers((Peer, [2]), (Vip, [2])) })));

    [Fact]
    public void A_master_with_the_MAC_of_the_virtual_router() =>
        Assert.Equal(["OnlineMaster"], Ids(Judge(Heard(Advertise(Peer, 150)) with { Neighbours = Answers((Peer, [2]), (Vip, [VirtualMac.Create(Vip.Family, 51).ToUInt64()])) })));

    [Fact]
    public void An_address_at_another_machine_than_the_master()
    {
        Finding taken = Single(Judge(Heard(Advertise(Peer, 150)) with { Neighbours = Answers((Peer, [2]), (Vip, [3])) }), "OnlineAddressTaken");
        Assert.Equal(("ha: 00:00:00:00:00:03 answers for 10.0.0.200, and that is not web2 (10.0.0.2), the master.", "10.0.0.200"), (taken.Message, taken.Subject));
        Assert.Equal("OnlineAddressNowhere", Single(Judge(Heard(Advertise(Peer, 150))), "OnlineAddressNowhere").Id);
        Assert.Equal("web2", Single(Judge(Quiet with { Neighbours = Answers((Peer, [2]), (Vip, [2])) }), "OnlineAddressTaken").Node);
    }

    [Fact]
    public void An_address_that_was_left_here_and_one_that_is_here_and_elsewhere()
    {
        GroundLink here = Heard(Advertise(Peer, 150)) with { Addresses = [new InterfaceAddress(2, Self, 24), new InterfaceAddress(2, Vip, 24)] };
        Assert.Equal(FindingSeverity.Error, Single(Judge(here), "OnlineAddressLeftOver").Severity);
        Assert.Contains("is on this machine, and 00:00:00:00:00:02 answers for it, too", Single(Judge(here with { Neighbours = Answers((Peer, [2]), (Vip, [2])) }), "OnlineAddressTwice").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_master_is_not_two_masters()
    {
        HeardAdvertisement own = Advertise(Self, 100, isOwn: true);
        Assert.DoesNotContain("OnlineTwoMasters", Ids(Judge(Heard(At(own, 1), At(own, 2), At(Advertise(Peer, 150), 3), At(Advertise(Peer, 150), 4)))));
        Assert.Contains("web1, web2 (10.0.0.2)", Single(Judge(Heard(At(own, 1), At(Advertise(Peer, 150), 2), At(own, 3), At(Advertise(Peer, 150), 4))), "OnlineTwoMasters").Message, StringComparison.Ordinal);

        // One that gives up is no master.
        Assert.Equal("ha: No node of the document advertised within 4 s.", Single(Judge(Heard(Advertise(Peer, 0))), "OnlineNoMaster").Message);
    }

    [Fact]
    public void What_differs_from_the_document()
    {
        Assert.Equal(FindingSeverity.Information, Single(Judge(Heard(Advertise(Peer, 120))), "OnlinePriority").Severity);
        Assert.Equal(FindingSeverity.Warning, Single(Judge(Heard(Advertise(Peer, 200))), "OnlinePriority").Severity);
        Finding interval = Single(Judge(Heard(Advertise(Peer, 150, Options with { AdvertisementInterval = TimeSpan.FromSeconds(3) }))), "OnlineInterval");
        Assert.Equal((FindingSeverity.Error, "ha: web2 (10.0.0.2) advertises every 3 s, and the document has 1 s; nodes refuse another interval in VRRPv2."), (interval.Severity, interval.Message));
        Assert.Contains("10.0.0.201, and the document has 10.0.0.200", Single(Judge(Heard(Advertise(Peer, 150, OptionsOf(InetAddress.Parse("10.0.0.201"), 24)))), "OnlineAddresses").Message, StringComparison.Ordinal);
        Finding version = Single(Judge(Heard(Advertise(Peer, 150, Options with { Version = VrrpVersion.V3 }))), "OnlineAdvertisementRefused");
        Assert.Equal("web2", version.Node);
        Assert.Contains("version 3, priority 150, every 1 s, 10.0.0.200", version.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_router_that_is_no_node_and_one_with_another_id()
    {
        Finding foreign = Single(Judge(Heard(Advertise(InetAddress.Parse("10.0.0.9"), 250), Advertise(InetAddress.Parse("10.0.0.8"), 100, Options with { VirtualRouterId = 1 }))), "OnlineForeignRouter");
        Assert.StartsWith("ha: 10.0.0.9 advertises virtual router 51 on eth0 and is no node of the document: version 2, priority 250", foreign.Message, StringComparison.Ordinal);
        Assert.Contains("such as 2,", foreign.Remedy, StringComparison.Ordinal);
        Assert.Equal("ha: 10.0.0.9 advertises virtual router 51 on eth0 and is no node of the document: a message that cannot be read.", Single(
            Judge(Heard(Advertise(InetAddress.Parse("10.0.0.9"), 250) with { Payload = new byte[] { 0x21, 51 } })), "OnlineForeignRouter").Message);
    }

    [Fact]
    public void Over_IPv6_and_in_a_document_of_one_node_others_are_known_by_what_they_send()
    {
        InetAddress six = InetAddress.Parse("2001:db8::200"), link = InetAddress.Parse("fe80::2");
        VrrpInstanceOptions options = OptionsOf(six, 64) with { Version = VrrpVersion.V3 };
        LiveRouter router = Router with { Options = options, Peers = [new ExpectedPeer("web2", [InetAddress.Parse("2001:db8::2")], options with { Priority = 150 })] };
        GroundLink heard = Heard(Advertise(link, 150, options)) with { Addresses = [new InterfaceAddress(2, InetAddress.Parse("2001:db8::1"), 64)], Neighbours = Answers((six, [2]), (InetAddress.Parse("2001:db8::2"), [2])) };
        Assert.Equal("ha: web2 (fe80::2) is master with priority 150.", Assert.Single(Judge(heard, router)).Message);

        LiveRouter alone = Router with { Peers = [], KnowsAllNodes = false };
        Assert.Equal("ha: 10.0.0.7 is master with priority 150.", Single(Judge(Heard(Advertise(InetAddress.Parse("10.0.0.7"), 150)), alone), "OnlineMaster").Message);
        Assert.Contains("OnlineForeignRouter", Ids(Judge(Heard(Advertise(InetAddress.Parse("10.0.0.7"), 150, OptionsOf(InetAddress.Parse("10.0.0.1"), 24))), alone)));
    }

    [Fact]
    public void The_same_id_in_the_other_family_is_another_virtual_router()
    {
        VrrpInstanceOptions six = OptionsOf(InetAddress.Parse("2001:db8::200"), 64) with { Version = VrrpVersion.V3 };
        HeardAdvertisement own = Advertise(InetAddress.Parse("fe80::1"), 150, six, isOwn: true);
        Assert.Equal("OnlineNoEngine", Single(Judge(Heard(own), Router with { KeepalivedRuns = false }), "OnlineNoEngine").Id);
        Assert.Equal(["OnlineMaster"], Ids(Judge(Heard(own, Advertise(Peer, 150)) with { Neighbours = Answers((Peer, [2]), (Vip, [2])) })));
    }

    [Fact]
    public void Excluded_addresses_are_in_no_advertisement()
    {
        VirtualAddress[] excluded = [.. ((string[])["10.0.0.201", "2001:db8::201"]).Select(text => new VirtualAddress { Address = IPAddress.Parse(text), PrefixLength = 32, IsExcluded = true })];
        VrrpInstanceOptions options = Options with { VirtualAddresses = [.. excluded, .. Options.VirtualAddresses] };
        LiveRouter router = Router with { Options = options with { Priority = 100 }, Peers = [new ExpectedPeer("web2", [Peer], options with { Priority = 150 })] };
        Dictionary<InetAddress, IReadOnlyList<ulong>> answers = Answers((Peer, [2]), (Vip, [2]), (InetAddress.Parse("10.0.0.201"), [2]), (InetAddress.Parse("2001:db8::201"), [2]));
        GroundLink heard = Heard(Advertise(Peer, 150)) with { Neighbours = answers };
        Assert.Equal(["OnlineMaster"], Ids(Judge(heard, router).Where(finding => finding.Id != "OnlineSubnet")));
        LiveRouter alone = router with { Peers = [], KnowsAllNodes = false };
        Assert.Equal("OnlineMaster", Single(Judge(heard, alone), "OnlineMaster").Id);
        Assert.DoesNotContain("OnlineForeignRouter", Ids(Judge(heard, alone)));

        // One that is advertised and should not be is another list.
        HeardAdvertisement more = Advertise(Peer, 150, Options with { VirtualAddresses = [.. Options.VirtualAddresses, excluded[0] with { IsExcluded = false }] });
        Assert.EndsWith("10.0.0.200, 10.0.0.201, and the document has 10.0.0.200.", Single(Judge(Heard(more) with { Neighbours = answers }, router), "OnlineAddresses").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_does_not_answer_one_beyond_a_router_and_one_whose_address_this_machine_has()
    {
        Assert.Equal("ha: web2 does not answer at 10.0.0.2.", Single(Judge(Quiet with { Neighbours = Answers() }), "OnlinePeerUnreachable").Message);
        LiveRouter far = Router with { Peers = [new ExpectedPeer("web2", [InetAddress.Parse("10.9.0.2")], Options)] };
        Assert.DoesNotContain("OnlinePeerUnreachable", Ids(Judge(Quiet with { Neighbours = Answers() }, far)));
        Assert.Contains("-Role", Single(Judge(Quiet with { Addresses = [new InterfaceAddress(2, Peer, 24)] }), "OnlinePeerAddress").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_heard_or_is_not_there_is_told()
    {
        Assert.Equal("ha: The segment of eth0 could not be listened to: no right.", Single(Judge(Quiet with { Heard = null, Problem = "no right." }), "OnlineNotHeard").Message);
        Assert.Equal(FindingSeverity.Error, Single(Judge(Quiet with { Link = null, Heard = null }), "OnlineInterface").Severity);
        Assert.Equal(FindingSeverity.Warning, Single(Judge(Quiet, Router with { KeepalivedRuns = false }), "OnlineNoEngine").Severity);
        Assert.DoesNotContain("OnlineNoEngine", Ids(Judge(Heard(Advertise(Self, 100, isOwn: true)), Router with { KeepalivedRuns = null })));
    }

    [Fact]
    public void The_routers_of_a_topology()
    {
        var topology = new HaTopology
        {
            Name = "pair",
            Mode = TopologyMode.DualMaster,
            Interface = "eth0",
            Vrrp = new TopologyVrrpSettings { AdvertisementInterval = TimeSpan.FromSeconds(5) },
            Nodes = [new TopologyNode { Name = "web1", Addresses = [Self.ToIPAddress()] }, new TopologyNode { Name = "web2", Addresses = [Peer.ToIPAddress()] }],
            VirtualIps = [new TopologyVirtualIp { Address = Options.VirtualAddresses[0] }, new TopologyVirtualIp { Address = Options.VirtualAddresses[0] with { Address = IPAddress.Parse("10.0.0.201") } }],
        };
        LiveRouter[] routers = [.. LiveRouter.Of(topology, TopologyDerivation.Derive(topology, "web1"))];
        Assert.Equal([51, 52], routers.Select(router => (int)router.Options.VirtualRouterId));
        Assert.All(routers, router => Assert.Equal(("web2", Peer), (Assert.Single(router.Peers).Name, router.Peers[0].Addresses[0])));
        Assert.True(routers[1].Peers[0].Options.Priority > routers[1].Options.Priority);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1)), (routers[0].Target(null).ListenTime, routers[0].Target(TimeSpan.FromSeconds(1)).ListenTime));
    }

    private static VrrpInstanceOptions OptionsOf(InetAddress address, byte prefixLength) => new()
    {
        Name = "ha",
        Interface = "eth0",
        VirtualRouterId = 51,
        VirtualAddresses = [new VirtualAddress { Address = address.ToIPAddress(), PrefixLength = prefixLength }],
    };

    private static IReadOnlyList<Finding> Judge(GroundLink network, LiveRouter? router = null)
    {
        router ??= Router;
        return new OnlineChecks(router, new GroundFacts { Network = network, AcceptsVrrp = true }, router.Target(null)).Judge();
    }

    private static Finding Single(IEnumerable<Finding> findings, string id) => Assert.Single(findings, finding => finding.Id == id);

    private static string[] Ids(IEnumerable<Finding> findings) => [.. findings.Select(finding => finding.Id)];

    private static GroundLink Heard(params HeardAdvertisement[] advertisements) => Quiet with
    {
        Advertisements = advertisements,
        Heard = [.. advertisements.Select(heard => new HeardRouter(heard.VirtualRouterId, heard.Source, heard.IsOwn)).Distinct()],
    };

    private static HeardAdvertisement At(HeardAdvertisement heard, int seconds) => heard with { After = TimeSpan.FromSeconds(seconds) };

    private static Dictionary<InetAddress, IReadOnlyList<ulong>> Answers(params (InetAddress Address, ulong[] Owners)[] answers) =>
        answers.ToDictionary(answer => answer.Address, answer => (IReadOnlyList<ulong>)answer.Owners);

    private static HeardAdvertisement Advertise(InetAddress source, byte priority, VrrpInstanceOptions? options = null, bool isOwn = false)
    {
        options ??= Options;
        InetAddress group = InetAddress.Parse(source.IsIPv6 ? "ff02::12" : "224.0.0.18");
        var fields = new VrrpAdvertisementFields
        {
            Version = options.Version,
            VirtualRouterId = options.VirtualRouterId,
            Priority = priority,
            Interval = options.AdvertisementInterval,
            Addresses = options.VirtualAddresses.Select(address => InetAddress.FromIPAddress(address.Address)).ToArray(),
            Source = source,
            Destination = group,
        };
        byte[] message = new byte[VrrpEncoder.GetLength(fields)];
        VrrpEncoder.Encode(message, fields);
        return new HeardAdvertisement
        {
            VirtualRouterId = options.VirtualRouterId,
            Source = source,
            Destination = group,
            IsOwn = isOwn,
            After = TimeSpan.Zero,
            TimeToLive = 255,
            Protocol = 112,
            Payload = message,
        };
    }
}
