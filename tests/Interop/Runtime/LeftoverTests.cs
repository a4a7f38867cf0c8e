using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>An engine that was killed leaves its addresses behind; the next one sorts them out.</summary>
public sealed class LeftoverTests : IDisposable
{
    private static readonly Pairing Router = new()
    {
        Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1), WithExcluded = true,
    };

    private static readonly string[] Addresses = [Router.Address, Router.SecondAddress, Router.ExcludedAddress];

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Keepalived)]
    public async Task A_new_run_that_finds_another_master_gives_the_addresses_up()
    {
        await BecomeMasterAndDieAsync();
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, Router.Theirs(_segment, 200).ToString(), Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);
        await Eventually.TrueAsync(
            () => _segment.Ownership.Owners(Router.Address).Count == 2, EngineNode.Patience, () => "both have the address", Cancelled);

        EngineNode next = new(_segment.Ours);
        await next.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await next.WaitForStateAsync(Router.Name, VrrpState.Backup, Cancelled);
        foreach (string address in Addresses)
        {
            await _segment.Ownership.WaitForOwnerAsync(address, _segment.Theirs, EngineNode.Patience, Cancelled);
        }
    }

    [InteropFact]
    public async Task A_new_run_that_becomes_master_owns_them_and_removes_them_at_its_end()
    {
        await BecomeMasterAndDieAsync();
        EngineNode next = new(_segment.Ours);
        await next.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await next.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        Assert.All(Addresses, address => Assert.True(_segment.Ours.Owns(address)));

        await next.StopAsync(Router.Name, Cancelled);
        Assert.All(Addresses, address => Assert.False(_segment.Ours.Owns(address)));
    }

    [InteropFact]
    public async Task An_address_that_somebody_takes_away_from_the_master_is_put_back()
    {
        await _segment.Engine.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        _segment.Ours.Ip($"address delete {Router.Address}/24 dev eth0");
        await Eventually.TrueAsync(() => _segment.Ours.Owns(Router.Address), EngineNode.Patience, () => "the address is back", Cancelled);
    }

    private async Task BecomeMasterAndDieAsync()
    {
        await _segment.Engine.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await _segment.Engine.AbandonAsync(Router.Name, Cancelled);
        Assert.All(Addresses, address => Assert.True(_segment.Ours.Owns(address)));
    }
}
