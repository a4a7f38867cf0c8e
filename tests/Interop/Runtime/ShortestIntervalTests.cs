using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>The shortest interval that the protocol has, 0.01 s, with a real keepalived in both roles.</summary>
[Collection(TimingSensitive.Name)]
public sealed class ShortestIntervalTests : IDisposable
{
    private static readonly Pairing Router = new()
    {
        Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromMilliseconds(10),
    };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory(Needs.Keepalived | Needs.Nftables)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hundred_advertisements_a_second_keep_the_pair_in_order(bool weAreMaster)
    {
        (byte ours, byte theirs) = weAreMaster ? ((byte)200, (byte)100) : ((byte)100, (byte)200);

        string configuration = Router.Theirs(_segment, theirs).ToString();
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, configuration, Cancelled);
        await _segment.Engine.StartAsync(Router.Ours(_segment, ours), Cancelled);
        await SettleAsync();
        VrrpStatistics before = (await _segment.Engine.GetAsync(Router.Name, Cancelled)).Statistics;
        await Task.Delay(TimeSpan.FromSeconds(2), Cancelled);
        VrrpStatistics after = (await _segment.Engine.GetAsync(Router.Name, Cancelled)).Statistics;

        // 200 are due in 2 s; a busy machine may lose a few.
        long exchanged = weAreMaster
            ? after.AdvertisementsSent - before.AdvertisementsSent
            : after.AdvertisementsReceived - before.AdvertisementsReceived;
        Assert.InRange(exchanged, 120, 260);
        Assert.Equal(before.BecameMaster, after.BecameMaster);
        Assert.Empty(after.Refused);

        if (weAreMaster)
        {
            await _segment.Engine.StopAsync(Router.Name, Cancelled);
            await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);
            await _segment.Engine.StartAsync(Router.Ours(_segment, ours), Cancelled);
        }
        else
        {
            keepalived.Stop();
            await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
            keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, configuration, Cancelled);
        }

        await SettleAsync();
        Assert.Equal(0, (await keepalived.ReadInstancesAsync(Cancelled))[Router.Name].Refused);

        async Task SettleAsync()
        {
            await _segment.Engine.WaitForStateAsync(Router.Name, weAreMaster ? VrrpState.Master : VrrpState.Backup, Cancelled);
            await keepalived.WaitForStateAsync(Router.Name, weAreMaster ? "BACKUP" : "MASTER", Cancelled);
            await _segment.Ownership.WaitForOwnerAsync(
                Router.Address, weAreMaster ? _segment.Ours : _segment.Theirs, EngineNode.Patience, Cancelled);
        }
    }
}
