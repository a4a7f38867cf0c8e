using System.Net;
using System.Net.NetworkInformation;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Election;

/// <summary>Two masters that meet again, the better one heard first: a client has to find the one that stays.</summary>
public sealed class SplitBrainTests : IDisposable
{
    private static readonly Pairing Router = new()
    {
        Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1),
    };

    /// <summary>So long that we hear the better one's next advertisement before ours is due.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(40);

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Keepalived | Needs.Nftables)]
    public async Task A_keepalived_that_stays_hears_of_us_and_tells_the_client()
    {
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, Router.Theirs(_segment, 150).ToString(), Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);
        await SplitAndMeetAsync(Router.Ours(_segment, 100));

        // It was an advertisement that told it: nobody who stands by takes that for the master's goodbye.
        KeepalivedInstance instance = (await keepalived.ReadInstancesAsync(Cancelled))[Router.Name];
        Assert.Equal((true, 0L), (instance.IsMaster, instance.PriorityZeroReceived));
    }

    [InteropFact(Needs.Nftables)]
    public async Task One_of_ours_that_stays_hears_of_the_other_and_tells_the_client()
    {
        EngineNode other = new(_segment.Theirs);
        await other.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await other.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await SplitAndMeetAsync(Router.Ours(_segment, 100));
        Assert.Equal((VrrpState.Master, 0L), await StateAsync(other));

        static async Task<(VrrpState State, long Zero)> StateAsync(EngineNode node)
        {
            var status = await node.GetAsync(Router.Name, Cancelled);
            return (status.State, status.Statistics.PriorityZeroReceived);
        }
    }

    /// <summary>Advertisements get lost both ways, so that there are two masters on one segment, and the last to announce itself is believed.</summary>
    private async Task SplitAndMeetAsync(VrrpInstanceOptions pairing)
    {
        VrrpInstanceOptions ours = pairing with { HigherPrioritySendAdvert = true };
        _segment.Network.Lose(
            new Loss(_segment.Theirs, _segment.Ours, Protocol: VrrpConstants.IpProtocol), new Loss(_segment.Ours, _segment.Theirs, Protocol: VrrpConstants.IpProtocol));
        await _segment.Engine.StartAsync(ours, Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await BelievesAsync(_segment.Ours);
        await _segment.Engine.Engine.UpdateAsync(ours with { AdvertisementInterval = Slow, NetworkNamespace = _segment.Ours.Namespace }, Cancelled);

        _segment.Network.Heal();
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Backup, Cancelled);
        await BelievesAsync(_segment.Theirs);
    }

    private async Task BelievesAsync(TestNode node)
    {
        string mac = NamespaceThread.Run(node.Namespace, static () => NetworkInterface.GetAllNetworkInterfaces().Single(static link => link.Name == "eth0").GetPhysicalAddress().ToString());
        mac = string.Join(':', mac.Chunk(2).Select(static pair => new string(pair))).ToLowerInvariant();
        Ask();
        await Eventually.TrueAsync(
            () => Neighbour().Contains(mac, StringComparison.OrdinalIgnoreCase),
            EngineNode.Patience,
            () => $"the client asks {node.Name} ({mac}) for {Router.Address}; it has {Neighbour()}",
            Cancelled);
    }

    private string Neighbour() => _segment.Client.Run("ip", "neighbour", "show", Router.Address).Output;

    private void Ask() => NamespaceThread.Run(_segment.Client.Namespace, static () =>
    {
        using Ping ping = new();
        ping.Send(IPAddress.Parse(Router.Address), 1000);
    });
}
