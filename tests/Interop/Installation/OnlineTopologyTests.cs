using System.Net;
using NginxHa.Cmdlets.Commands.Topology;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Topology;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>A document held against a live segment, on which keepalived, our engine and others do what it says, or do not.</summary>
public sealed class OnlineTopologyTests
{
    private const string Vip = "10.77.0.200";
    private static readonly TimeSpan ListenTime = TimeSpan.FromSeconds(2.5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [InteropFact(Needs.Keepalived)]
    public async Task A_segment_that_is_as_the_document_has_it_and_then_is_not()
    {
        using TestNetwork network = new();
        TestNode self = network.AddNode("self", "10.77.0.1/24");
        TestNode peer = network.AddNode("peer", "10.77.0.2/24");
        TestNode stranger = network.AddNode("stranger", "10.77.0.9/24");
        HaTopology topology = Topology(self);

        // Nothing runs yet, and nothing is wrong.
        Finding[] findings = await TestAsync(topology);
        Assert.Equal(["OnlineNoEngine", "OnlineNoMaster"], Ids(findings));
        Assert.DoesNotContain(findings, finding => finding.Severity == FindingSeverity.Error);

        KeepalivedConfig right = new() { Name = "ha", VirtualRouterId = 51, Priority = 150, VirtualAddresses = [Vip + "/24"], Lines = ["authentication {\n auth_type PASS\n auth_pass secret\n }"] };
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(peer, right.ToString(), Token);
        await keepalived.WaitForStateAsync("ha", "MASTER", Token);
        findings = await TestAsync(topology);
        Assert.Equal(["OnlineMaster", "OnlineNoEngine"], Ids(findings));
        Assert.Contains(findings, finding => finding is { Id: "OnlineMaster", Message: "ha: peer (10.77.0.2) is master with priority 150." });

        // Another secret, a foreign router with the same id, and a machine that has the address, too. Both are engines of ours:
        // a keepalived that hears packets which it refuses puts off its own each time.
        keepalived.Dispose();
        stranger.Ip($"address add {Vip}/24 dev eth0");
        VrrpInstanceOptions options = TopologyDerivation.Derive(topology, "peer").Instances[0];
        using EngineNode other = new(peer);
        await other.StartAsync(options with { Authentication = options.Authentication with { Secret = "other"u8.ToArray() } }, Token);
        using EngineNode foreigner = new(stranger);
        await foreigner.StartAsync(options with { Name = "foreign", Priority = 90, Authentication = VrrpAuthentication.None, VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse("10.77.0.66"), PrefixLength = 24 }] }, Token);
        await other.WaitForStateAsync(options.Name, VrrpState.Master, Token);
        await foreigner.WaitForStateAsync("foreign", VrrpState.Master, Token);
        findings = await TestAsync(topology);
        Finding refused = Assert.Single(findings, finding => finding.Id == "OnlineAdvertisementRefused");
        Assert.Equal((FindingSeverity.Error, "peer"), (refused.Severity, refused.Node));
        Assert.Contains("password", refused.Message, StringComparison.OrdinalIgnoreCase);
        Finding foreign = Assert.Single(findings, finding => finding.Id == "OnlineForeignRouter");
        Assert.Contains("10.77.0.9 advertises virtual router 51 on eth0", foreign.Message, StringComparison.Ordinal);
        Assert.Contains("priority 90", foreign.Message, StringComparison.Ordinal);
        Finding twice = Assert.Single(findings, finding => finding.Id == "OnlineAddressTwice");
        Assert.Equal((FindingSeverity.Error, Vip), (twice.Severity, twice.Subject));
    }

    [InteropFact(Needs.Keepalived)]
    public async Task Another_priority_interval_and_address_list_a_taken_address_and_a_peer_that_is_gone()
    {
        using TestNetwork network = new();
        TestNode self = network.AddNode("self", "10.77.0.1/24");
        TestNode peer = network.AddNode("peer", "10.77.0.2/24");
        TestNode stranger = network.AddNode("stranger", "10.77.0.9/24");
        HaTopology topology = Topology(self);
        KeepalivedConfig odd = new() { Name = "ha", VirtualRouterId = 51, Priority = 180, Interval = 2, VirtualAddresses = ["10.77.0.201/24"], Lines = ["authentication {\n auth_type PASS\n auth_pass secret\n }"] };
        stranger.Ip($"address add {Vip}/24 dev eth0");
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(peer, odd.ToString(), Token);
        await keepalived.WaitForStateAsync("ha", "MASTER", Token);
        Finding[] findings = await TestAsync(topology, TimeSpan.FromSeconds(4.5));
        Assert.Equal(["OnlineAddresses", "OnlineAddressTaken", "OnlineInterval", "OnlineMaster", "OnlineNoEngine", "OnlinePriority"], Ids(findings));
        Assert.Contains("priority 180, which is more than the 150", Assert.Single(findings, finding => finding.Id == "OnlinePriority").Message, StringComparison.Ordinal);
        Assert.Equal(FindingSeverity.Error, Assert.Single(findings, finding => finding.Id == "OnlineInterval").Severity);

        keepalived.Dispose();
        network.Cut(peer);
        findings = await TestAsync(topology);
        Assert.Equal(["OnlineAddressTaken", "OnlineNoEngine", "OnlineNoMaster", "OnlinePeerUnreachable"], Ids(findings));
        self.Ip("link set eth0 down");
        findings = await TestAsync(topology, TimeSpan.Zero);
        Assert.Contains(findings, finding => finding is { Id: "OnlineInterface", Severity: FindingSeverity.Error });
    }

    [InteropFact]
    public async Task Two_masters_and_an_engine_that_runs_something_else()
    {
        using TestNetwork network = new();
        TestNode self = network.AddNode("self", "10.77.0.1/24");
        TestNode peer = network.AddNode("peer", "10.77.0.2/24");
        HaTopology topology = Topology(self);
        VrrpInstanceOptions theirs = TopologyDerivation.Derive(topology, "peer").Instances[0];
        using EngineNode other = new(peer);
        await other.StartAsync(theirs, Token);
        await other.WaitForStateAsync(theirs.Name, VrrpState.Master, Token);
        VrrpInstanceOptions own = TopologyDerivation.Derive(topology, "self").Instances[0];

        // The session's engine, with another secret: it hears no master, and becomes one beside the other.
        VrrpInstanceStatus started = await VrrpEngine.Session.StartAsync(
            own with { Priority = 77, Authentication = own.Authentication with { Secret = "wrong"u8.ToArray() } }, Token);
        try
        {
            await Eventually.TrueAsync(() => self.Owns(Vip), TimeSpan.FromSeconds(15), () => "our engine to be master", Token);
            Finding[] findings = await TestAsync(topology);
            Assert.Equal(["OnlineAddressTwice", "OnlineEngineDiffers", "OnlineTwoMasters"], Ids(findings));
            Assert.Contains("priority 77 instead of 100", Assert.Single(findings, finding => finding.Id == "OnlineEngineDiffers").Message, StringComparison.Ordinal);
            Assert.Contains("self, peer (10.77.0.2)", Assert.Single(findings, finding => finding.Id == "OnlineTwoMasters").Message, StringComparison.Ordinal);
        }
        finally
        {
            await VrrpEngine.Session.StopAsync(started.Name, abandon: false, Token);
        }
    }

    private static HaTopology Topology(TestNode self) => new()
    {
        Name = "ha",
        Interface = "eth0",
        Vrrp = new TopologyVrrpSettings { Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, Secret = "secret"u8.ToArray() } },
        Nodes =
        [
            new TopologyNode { Name = "peer", Addresses = [IPAddress.Parse("10.77.0.2")] },
            new TopologyNode { Name = "self", Addresses = [IPAddress.Parse("10.77.0.1")], NetworkNamespace = self.Namespace },
        ],
        VirtualIps = [new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.Parse(Vip), PrefixLength = 24 } }],
    };

    private static async Task<Finding[]> TestAsync(HaTopology topology, TimeSpan? listenTime = null)
    {
        Assert.DoesNotContain(TopologyValidator.Validate(topology), finding => finding.Severity == FindingSeverity.Error);
        return [.. await OnlineTopology.TestAsync(topology, TopologyDerivation.Derive(topology, "self"), listenTime ?? ListenTime, Token)];
    }

    private static string[] Ids(Finding[] findings) => [.. findings.Select(finding => finding.Id).Order(StringComparer.OrdinalIgnoreCase)];
}
