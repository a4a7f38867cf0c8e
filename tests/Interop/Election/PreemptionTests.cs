using System.Diagnostics;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Election;

/// <summary>Who comes with a higher priority takes over: at once, after a delay, or not at all.</summary>
public sealed class PreemptionTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1);
    private static readonly Pairing Router = new() { Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = Interval };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Keepalived)]
    public async Task Without_preemption_we_leave_a_lower_keepalived_in_place_until_it_goes()
    {
        KeepalivedProcess keepalived = await StartKeepalivedMasterAsync(Router, priority: 100);
        await _segment.Engine.StartAsync(Router.Ours(_segment, 150) with { Preempt = false }, Cancelled);
        await Task.Delay(20 * Interval, Cancelled);
        VrrpInstanceStatus status = await _segment.Engine.GetAsync(Router.Name, Cancelled);
        Assert.Equal(VrrpState.Backup, status.State);
        Assert.Equal((byte?)100, status.MasterPriority);
        Assert.Equal("MASTER", keepalived.StateOf(Router.Name));

        keepalived.Stop();
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
    }

    [InteropFact(Needs.Keepalived)]
    public async Task A_keepalived_without_preemption_leaves_us_in_place_until_we_go()
    {
        await _segment.Engine.StartAsync(Router.Ours(_segment, 100), Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(
            _segment.Theirs, Router.Theirs(_segment, 150, "nopreempt").ToString(), Cancelled);
        await Task.Delay(20 * Interval, Cancelled);
        Assert.Equal("BACKUP", keepalived.StateOf(Router.Name));
        Assert.Equal(VrrpState.Master, (await _segment.Engine.GetAsync(Router.Name, Cancelled)).State);

        await _segment.Engine.StopAsync(Router.Name, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);
    }

    [InteropFact(Needs.Keepalived)]
    public async Task A_preemption_delay_passes_before_we_take_over()
    {
        // The master is given up for dead after more than the delay, so what happens at its end has no other cause.
        Pairing slow = Router with { Interval = TimeSpan.FromSeconds(1) };
        TimeSpan delay = TimeSpan.FromSeconds(2);
        KeepalivedProcess keepalived = await StartKeepalivedMasterAsync(slow, priority: 100);
        long started = Stopwatch.GetTimestamp();
        await _segment.Engine.StartAsync(slow.Ours(_segment, 150) with { PreemptDelay = delay }, Cancelled);
        VrrpInstanceStatus status = await _segment.Engine.WaitForStateAsync(slow.Name, VrrpState.Master, Cancelled);
        Assert.True(Stopwatch.GetElapsedTime(started) >= delay, _segment.Engine.DescribeEvents());
        Assert.EndsWith("has the lower priority 100", status.Reason, StringComparison.Ordinal);
        await keepalived.WaitForStateAsync(slow.Name, "BACKUP", Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(slow.Address, _segment.Ours, EngineNode.Patience, Cancelled);
    }

    [InteropFact(Needs.Keepalived)]
    public async Task The_address_owner_takes_over_at_once_and_yields_to_nobody()
    {
        KeepalivedProcess keepalived = await StartKeepalivedMasterAsync(Router, priority: 254);
        VrrpInstanceStatus started = await _segment.Engine.StartAsync(Router.Ours(_segment, 255), Cancelled);
        Assert.Equal(VrrpState.Master, started.State);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, EngineNode.Patience, Cancelled);
    }

    [InteropFact(Needs.Keepalived)]
    public async Task A_priority_that_changes_while_running_moves_the_mastership()
    {
        VrrpInstanceOptions options = Router.Ours(_segment, 150);
        await _segment.Engine.StartAsync(options, Cancelled);
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, Router.Theirs(_segment, 100).ToString(), Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);

        await _segment.Engine.Engine.UpdateAsync(options with { Priority = 50, NetworkNamespace = _segment.Ours.Namespace }, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Backup, Cancelled);

        await _segment.Engine.Engine.UpdateAsync(options with { NetworkNamespace = _segment.Ours.Namespace }, Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);
        Assert.Equal(0, (await keepalived.ReadInstancesAsync(Cancelled))[Router.Name].Refused);
    }

    private async Task<KeepalivedProcess> StartKeepalivedMasterAsync(Pairing router, byte priority)
    {
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(
            _segment.Theirs, router.Theirs(_segment, priority).ToString(), Cancelled);
        await keepalived.WaitForStateAsync(router.Name, "MASTER", Cancelled);
        return keepalived;
    }
}
