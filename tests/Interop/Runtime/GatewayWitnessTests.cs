using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>A node that is cut off behind its switch, carrier and all: with a witness it stands down, without one it would serve nobody as a second master.</summary>
public sealed class GatewayWitnessTests : IDisposable
{
    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory(Needs.Nftables)]
    [InlineData(AddressFamily.InterNetwork, "10.77.0.9")]
    [InlineData(AddressFamily.InterNetworkV6, "fd77::9")]
    [InlineData(AddressFamily.InterNetwork, null)]
    public async Task A_node_that_is_cut_off_from_its_gateway_stands_down_and_comes_back(AddressFamily family, string? gateway)
    {
        Pairing router = new() { Name = "router", Id = 9, Version = VrrpVersion.V3, Family = family, Interval = TimeSpan.FromSeconds(0.1) };
        if (gateway is null)
        {
            _segment.Ours.Ip("route add default via 10.77.0.9");
            _segment.Theirs.Ip("route add default via 10.77.0.9");
        }

        EngineNode other = new(_segment.Theirs);
        await _segment.Engine.StartAsync(Witnessed(router, 150, gateway), Cancelled);
        await other.StartAsync(Witnessed(router, 100, gateway), Cancelled);
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Backup, Cancelled);
        TrackStatus track = Assert.Single((await _segment.Engine.GetAsync(router.Name, Cancelled)).Tracks);
        Assert.Equal(("Gateway", true), (track.Kind, track.IsUp));

        _segment.Network.Isolate(_segment.Ours);
        VrrpInstanceStatus status = await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Fault, Cancelled);
        Assert.Contains("track witness is down", status.Reason, StringComparison.Ordinal);
        await other.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(router.Address, _segment.Theirs, EngineNode.Patience, Cancelled);

        // The one that hears its gateway was never in doubt.
        Assert.DoesNotContain(other.Events, static happened => happened.State == VrrpState.Fault && happened.PreviousState == VrrpState.Master);

        _segment.Network.Heal();
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Backup, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(router.Address, _segment.Ours, EngineNode.Patience, Cancelled);
    }

    /// <summary>With a weight a gateway that is gone for everybody costs everybody the same: the address stays where it is.</summary>
    [InteropFact]
    public async Task A_gateway_that_is_gone_for_all_moves_nothing_when_the_track_has_a_weight()
    {
        Pairing router = new() { Name = "router", Id = 9, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1) };
        EngineNode other = new(_segment.Theirs);
        await _segment.Engine.StartAsync(Witnessed(router, 150, "10.77.0.9", weight: -60), Cancelled);
        await other.StartAsync(Witnessed(router, 120, "10.77.0.9", weight: -60), Cancelled);
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Backup, Cancelled);

        _segment.Network.Cut(_segment.Client);
        await _segment.Engine.WaitForAsync(router.Name, static status => status.EffectivePriority == 90, "loses its weight", EngineNode.Patience, Cancelled);
        await other.WaitForAsync(router.Name, static status => status.EffectivePriority == 60, "loses its weight", EngineNode.Patience, Cancelled);
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Backup, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(router.Address, _segment.Ours, EngineNode.Patience, Cancelled);
    }

    private VrrpInstanceOptions Witnessed(Pairing router, byte priority, string? gateway, int weight = 0) => router.Ours(_segment, priority) with
    {
        Tracks =
        [
            new GatewayTrackOptions
            {
                Name = "witness",
                Gateway = gateway is null ? null : IPAddress.Parse(gateway),
                Interval = TimeSpan.FromSeconds(0.2),
                Rise = 1,
                Fall = 2,
                Weight = weight,
            },
        ],
    };
}
