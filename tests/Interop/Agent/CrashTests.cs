using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Agent;

/// <summary>An agent that is killed at any moment: the next one leaves the node as if neither had been there.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 8;
    private static readonly Pairing Simple = new() { Name = "simple", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.05), WithExcluded = true };
    private static readonly Pairing Rich = Simple with { Name = "rich", Id = 8, VirtualMac = true };
    private static readonly Pairing Six = Simple with { Name = "six", Id = 9, Family = AddressFamily.InterNetworkV6, WithExcluded = false };
    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Nftables)]
    public async Task Whatever_a_killed_agent_has_left_is_taken_over_or_removed()
    {
        _segment.Ours.WriteSetting("/proc/sys/net/ipv4/conf/eth0/arp_ignore", "0");
        _segment.Ours.WriteSetting("/proc/sys/net/ipv4/conf/eth0/arp_announce", "0");
        VrrpInstanceOptions[] document =
        [
            Simple.Ours(_segment, 200) with { AcceptMode = false },
            Rich.Ours(_segment, 200) with
            {
                VirtualRoutes = [new VirtualRoute { Destination = IPAddress.Parse("10.99.0.0"), PrefixLength = 16, Gateway = IPAddress.Parse(_segment.TheirsAddress(AddressFamily.InterNetwork)), Table = 99 }],
                VirtualRules = [new VirtualRule { Table = 99, From = IPAddress.Parse(Rich.Address), FromPrefixLength = 32, Preference = 999 }],
            },
            Six.Ours(_segment, 200),
        ];
        VrrpInstanceOptions other = (Simple with { Name = "other", Id = 10 }).Ours(_segment, 200);
        string before = Snapshot();
        AgentProcess agent = new(_segment.Ours);
        agent.Write(document);
        await agent.StartAsync(Cancelled);
        await Eventually.TrueAsync(() => HasAll(), AgentProcess.Patience, () => $"everything is there:\n{Snapshot()}\n{agent.Process.Log}", Cancelled);
        agent.Kill();
        Assert.True(HasAll());
        int left = 0;
        var random = new Random(7);
        for (int round = 0; round < Rounds; round++)
        {
            agent.Write(round % 2 == 0 ? [other] : document);
            await agent.StartAsync(Cancelled);
            if (round % 2 == 0)
            {
                Assert.False(_segment.Ours.Owns(Simple.Address) || _segment.Ours.Owns(Rich.Address) || _segment.Ours.Owns(Six.Address), agent.Process.Log);
                Assert.DoesNotContain("vrrp.8", Snapshot(), StringComparison.Ordinal);
            }

            Assert.Equal(0, agent.Stop());
            Assert.Equal(before, Snapshot());

            // From the very start of the process until long after it is master.
            agent.Write(document);
            agent.Launch();
            await Task.Delay(random.Next(50, 1500), Cancelled);
            if (round == Rounds - 1)
            {
                // However slow the machine is, one of them has had the time to become master.
                await Eventually.TrueAsync(() => _segment.Ours.Owns(Simple.ExcludedAddress), AgentProcess.Patience, () => $"the address is there:\n{agent.Process.Log}", Cancelled);
            }

            agent.Kill();
            left += Snapshot() == before ? 0 : 1;
        }

        Assert.NotEqual(0, left);

        bool HasAll() => _segment.Ours.Owns(Simple.ExcludedAddress) && _segment.Ours.Owns(Rich.Address) && _segment.Ours.Owns(Six.Address)
            && Snapshot() is var now && now.Contains("table 99", StringComparison.Ordinal) && now.Contains("from 10.77.8.1 lookup 99", StringComparison.Ordinal)
            && now.Contains("vrrp.8", StringComparison.Ordinal) && now.Contains("nginxha", StringComparison.Ordinal) && now.Contains("arp_ignore 1", StringComparison.Ordinal);
    }

    /// <summary>Everything about the node's network that an agent could change, apart from what the kernel counts.</summary>
    private string Snapshot()
    {
        TestNode node = _segment.Ours;
        string addresses = string.Join('\n', node.Run("ip", "-o", "address", "show").Lines.Select(line => line.Split("\\       valid")[0]));
        return string.Join(
            '\n',
            addresses,
            node.Run("ip", "route", "show", "table", "all").Output,
            node.Run("ip", "-6", "route", "show", "table", "all").Output,
            node.Run("ip", "rule", "show").Output,
            node.Run("nft", "list", "ruleset").Output,
            $"arp_ignore {node.ReadSetting("/proc/sys/net/ipv4/conf/eth0/arp_ignore")}",
            $"arp_announce {node.ReadSetting("/proc/sys/net/ipv4/conf/eth0/arp_announce")}");
    }
}
