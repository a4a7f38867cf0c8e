using System.Diagnostics;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Election;

/// <summary>Mastership goes from us to a real keepalived and back, in every way of talking and in both roles.</summary>
public abstract class MastershipTests : IDisposable
{
    private const byte High = 150;
    private const byte Low = 100;

    /// <summary>What a busy machine may add to a time of the protocol. A lost goodbye costs more at an interval of 1 s; at shorter ones the counters tell of it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _segment.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task We_are_master_and_keepalived_stands_in()
    {
        KeepalivedProcess keepalived = await StartKeepalivedAsync(Low);
        await Task.WhenAll(Pairings.All.Select(pairing => _segment.Engine.StartAsync(pairing.Ours(_segment, High), Cancelled)));
        await SettleAsync(keepalived, weAreMaster: true);

        // A clean stop says priority 0, so keepalived waits for its skew time only.
        long stopped = Stopwatch.GetTimestamp();
        await Task.WhenAll(Pairings.All.Select(pairing => _segment.Engine.StopAsync(pairing.Name, Cancelled)));
        foreach (Pairing pairing in Pairings.All)
        {
            await keepalived.WaitForStateAsync(pairing.Name, "MASTER", Cancelled);
            await OwnedByAsync(pairing, _segment.Theirs);
            AssertHandedOver(pairing, stopped, pairing.MasterDownInterval(Low) - (3 * pairing.Interval));
        }

        Assert.All((await keepalived.ReadInstancesAsync(Cancelled)).Values, instance => Assert.Equal(1, instance.PriorityZeroReceived));

        // We come back with the higher priority: keepalived gives way.
        long returned = Stopwatch.GetTimestamp();
        await Task.WhenAll(Pairings.All.Select(pairing => _segment.Engine.StartAsync(pairing.Ours(_segment, High), Cancelled)));
        await SettleAsync(keepalived, weAreMaster: true);
        Assert.All(Pairings.All, pairing => AssertHandedOver(pairing, returned, TimeSpan.Zero));

        // Our end without a goodbye: keepalived misses three advertisements.
        _segment.Network.Isolate(_segment.Ours);
        await Task.WhenAll(Pairings.All.Select(pairing => _segment.Engine.AbandonAsync(pairing.Name, Cancelled)));
        foreach (Pairing pairing in Pairings.All)
        {
            await keepalived.WaitForStateAsync(pairing.Name, "MASTER", Cancelled);
        }

        Assert.All((await keepalived.ReadInstancesAsync(Cancelled)).Values, instance => Assert.Equal(0, instance.Refused));
    }

    protected async Task Keepalived_is_master_and_we_stand_in()
    {
        await Task.WhenAll(Pairings.All.Select(pairing => _segment.Engine.StartAsync(pairing.Ours(_segment, Low), Cancelled)));
        KeepalivedProcess keepalived = await StartKeepalivedAsync(High);
        await SettleAsync(keepalived, weAreMaster: false);
        foreach (Pairing pairing in Pairings.All)
        {
            VrrpInstanceStatus status = await _segment.Engine.GetAsync(pairing.Name, Cancelled);
            Assert.Equal(High, status.MasterPriority);
            Assert.Equal(pairing.Interval, status.MasterAdvertisementInterval);
            Assert.Empty(status.OwnedAddresses);
        }

        long stopped = Stopwatch.GetTimestamp();
        keepalived.Stop();
        foreach (Pairing pairing in Pairings.All)
        {
            VrrpInstanceStatus status = await _segment.Engine.WaitForStateAsync(pairing.Name, VrrpState.Master, Cancelled);
            await OwnedByAsync(pairing, _segment.Ours);
            AssertHandedOver(pairing, stopped, pairing.MasterDownInterval(Low) - (3 * pairing.Interval));
            Assert.Equal(1, status.Statistics.PriorityZeroReceived);
        }

        long returned = Stopwatch.GetTimestamp();
        keepalived = await StartKeepalivedAsync(High);
        await SettleAsync(keepalived, weAreMaster: false);
        Assert.All(Pairings.All, pairing => AssertHandedOver(pairing, returned, TimeSpan.Zero));

        // keepalived's end without a goodbye; its addresses stay on its interface, so ownership is no guide here.
        keepalived.Kill();
        foreach (Pairing pairing in Pairings.All)
        {
            VrrpInstanceStatus status = await _segment.Engine.WaitForStateAsync(pairing.Name, VrrpState.Master, Cancelled);
            Assert.True(status.Statistics.Refused.Count == 0, $"{pairing.Name} refused {string.Join(", ", status.Statistics.Refused)}");
            Assert.Equal(0, status.Statistics.AddressListMismatches);
        }
    }

    private Task<KeepalivedProcess> StartKeepalivedAsync(byte priority) => KeepalivedProcess.StartAsync(
        _segment.Theirs, KeepalivedConfig.Join([.. Pairings.All.Select(pairing => pairing.Theirs(_segment, priority))]), Cancelled);

    private async Task SettleAsync(KeepalivedProcess keepalived, bool weAreMaster)
    {
        foreach (Pairing pairing in Pairings.All)
        {
            await _segment.Engine.WaitForStateAsync(pairing.Name, weAreMaster ? VrrpState.Master : VrrpState.Backup, Cancelled);
            await keepalived.WaitForStateAsync(pairing.Name, weAreMaster ? "BACKUP" : "MASTER", Cancelled);
            await OwnedByAsync(pairing, weAreMaster ? _segment.Ours : _segment.Theirs);
        }
    }

    private async Task OwnedByAsync(Pairing pairing, TestNode node)
    {
        string[] addresses = pairing.WithExcluded
            ? [pairing.Address, pairing.SecondAddress, pairing.ExcludedAddress]
            : [pairing.Address, pairing.SecondAddress];
        foreach (string address in addresses)
        {
            await _segment.Ownership.WaitForOwnerAsync(address, node, EngineNode.Patience, Cancelled);
        }
    }

    private void AssertHandedOver(Pairing pairing, long since, TimeSpan allowedAbsence)
    {
        TimeSpan overlap = _segment.Ownership.LongestOverlap(pairing.Address, since);
        Assert.True(
            overlap <= pairing.Interval + Margin,
            $"{pairing.Name}: two nodes had {pairing.Address} for {overlap.TotalMilliseconds} ms:\n{_segment.Ownership.Describe(pairing.Address)}");
        TimeSpan absence = _segment.Ownership.LongestAbsence(pairing.Address, since);
        Assert.True(
            absence <= allowedAbsence + Margin,
            $"{pairing.Name}: nobody had {pairing.Address} for {absence.TotalMilliseconds} ms:\n{_segment.Ownership.Describe(pairing.Address)}");
    }
}
