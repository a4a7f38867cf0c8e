using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>A link that goes down takes its instances into Fault, and back when it is up again.</summary>
public sealed class LinkFaultTests : IDisposable
{
    private static readonly Pairing Router = new()
    {
        Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1),
    };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory(Needs.Keepalived)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_that_fails_means_fault_until_it_is_back(bool onlyTheCable)
    {
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, Router.Theirs(_segment, 100).ToString(), Cancelled);
        await _segment.Engine.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);

        for (int round = 0; round < 2; round++)
        {
            SetLink(onlyTheCable, isUp: false);
            await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Fault, Cancelled);
            await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);
            await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Theirs, EngineNode.Patience, Cancelled);

            SetLink(onlyTheCable, isUp: true);
            await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
            await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);
            await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, EngineNode.Patience, Cancelled);
        }
    }

    [InteropFact]
    public async Task An_instance_on_a_dead_link_starts_in_fault_and_works_once_there_is_a_carrier()
    {
        _segment.Network.Cut(_segment.Ours);
        await Eventually.TrueAsync(
            () => !_segment.Ours.Run("ip", "-o", "link", "show", "eth0").Output.Contains("LOWER_UP", StringComparison.Ordinal),
            EngineNode.Patience,
            () => "no carrier",
            Cancelled);
        await _segment.Engine.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Fault, Cancelled);
        Assert.False(_segment.Ours.Owns(Router.Address));

        _segment.Network.Restore(_segment.Ours);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        Assert.True(_segment.Ours.Owns(Router.Address));
    }

    private void SetLink(bool onlyTheCable, bool isUp)
    {
        if (!onlyTheCable)
        {
            _segment.Ours.Ip($"link set dev eth0 {(isUp ? "up" : "down")}");
        }
        else if (isUp)
        {
            _segment.Network.Restore(_segment.Ours);
        }
        else
        {
            _segment.Network.Cut(_segment.Ours);
        }
    }
}
