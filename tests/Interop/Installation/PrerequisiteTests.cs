using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Prerequisites;
using NginxHa.Platform;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>The ground in namespaces: a real firewall, a real master on the segment, real questions.</summary>
public sealed class PrerequisiteTests
{
    [InteropFact(Needs.Keepalived | Needs.Nftables)]
    public async Task A_firewall_a_foreign_master_and_a_taken_address()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TestNetwork network = new();
        TestNode self = network.AddNode("self", "10.77.0.1/24");
        TestNode other = network.AddNode("other", "10.77.0.2/24");
        Command.Run(
            "table inet filter {\n chain input {\n type filter hook input priority 0; policy drop;\n iifname \"lo\" accept\n ct state established accept\n }\n}\n",
            "ip", ["netns", "exec", self.Namespace, Machine.PathOf("nft"), "-f", "-"]);
        KeepalivedProcess master = await KeepalivedProcess.StartAsync(other, """
            vrrp_instance foreign {
              state MASTER
              interface eth0
              virtual_router_id 51
              priority 100
              advert_int 1
              virtual_ipaddress {
                10.77.0.200/24
              }
            }

            """, cancellation);
        await master.WaitForStateAsync("foreign", "MASTER", cancellation);

        var target = new GroundTarget
        {
            Interface = "eth0",
            VirtualAddresses = [InetAddress.Parse("10.77.0.200"), InetAddress.Parse("10.77.0.201"), InetAddress.Parse("10.99.0.1")],
            VirtualRouterId = 51,
            NetworkNamespace = self.Namespace,
            ListenTime = TimeSpan.FromSeconds(3),
        };
        IReadOnlyList<HaPrerequisite> report = await JudgeAsync(target, cancellation);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "Interface").Result);
        Assert.Equal(PrerequisiteResult.Failed, Of(report, "Firewall").Result);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "Multicast").Result);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "Capability").Result);
        HaPrerequisite id = Of(report, "VirtualRouterId");
        Assert.Equal((PrerequisiteResult.Failed, "10.77.0.2 advertises it."), (id.Result, id.Detail));
        Assert.Equal(PrerequisiteResult.Failed, Of(report, "VirtualIp", "10.77.0.200").Result);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "VirtualIp", "10.77.0.201").Result);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "Subnet", "10.77.0.200").Result);
        Assert.Equal(PrerequisiteResult.Warning, Of(report, "Subnet", "10.99.0.1").Result);

        // A peer of the same cluster is no conflict, and neither is the address that it holds as the master.
        report = await JudgeAsync(target with { Peers = [InetAddress.Parse("10.77.0.2")] }, cancellation);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "VirtualRouterId").Result);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "VirtualIp", "10.77.0.200").Result);

        // What is mended is mended in the namespace.
        Assert.NotEqual("1", self.ReadSetting("/proc/sys/net/ipv4/ip_nonlocal_bind"));
        using ScratchFolder root = new();
        var runner = new StepRunner(new ProcessCommandRunner(), new MachineFiles(root.Path));
        foreach (InstallationStep step in report.Where(each => each.Check is "Firewall" or "NonlocalBind").SelectMany(each => each.RepairSteps))
        {
            await runner.RunAsync(step, null, cancellation);
        }

        report = await JudgeAsync(target with { ListenTime = TimeSpan.Zero }, cancellation);
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "Firewall").Result);
        Assert.Equal("1", self.ReadSetting("/proc/sys/net/ipv4/ip_nonlocal_bind"));
        Assert.Equal(PrerequisiteResult.Passed, Of(report, "NonlocalBind", "10.77.0.201").Result);
        Assert.Empty(Directory.GetFileSystemEntries(root.Path));
    }

    [InteropFact]
    public async Task An_interface_that_is_down_or_not_there()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TestNetwork network = new();
        TestNode self = network.AddNode("self", "10.77.0.1/24");
        var target = new GroundTarget { Interface = "eth7", VirtualRouterId = 9, NetworkNamespace = self.Namespace, ListenTime = TimeSpan.Zero };
        HaPrerequisite missing = Of(await JudgeAsync(target, cancellation), "Interface");
        Assert.Equal(PrerequisiteResult.Failed, missing.Result);
        Assert.Contains("eth0", missing.Remedy, StringComparison.Ordinal);
        self.Ip("link set eth0 down");
        IReadOnlyList<HaPrerequisite> report = await JudgeAsync(target with { Interface = "eth0" }, cancellation);
        Assert.Equal("It is down.", Of(report, "Interface").Detail);
        Assert.Equal(PrerequisiteResult.Unknown, Of(report, "VirtualRouterId").Result);
    }

    private static async Task<IReadOnlyList<HaPrerequisite>> JudgeAsync(GroundTarget target, CancellationToken cancellationToken) =>
        // The machine's own nginx says nothing about one in the namespace.
        new PrerequisiteChecks(await new GroundReader(new ProcessCommandRunner(), new MachineFiles()).ReadAsync(target, cancellationToken) with { NginxListens = null }, target).Judge();

    private static HaPrerequisite Of(IReadOnlyList<HaPrerequisite> report, string check, string? subject = null) =>
        Assert.Single(report, each => each.Check == check && (subject is null || each.Subject == subject));
}
