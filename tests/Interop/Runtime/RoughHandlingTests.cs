using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>Things that administrators and machines do to a node that runs.</summary>
public sealed class RoughHandlingTests : IDisposable
{
    private static readonly Pairing Router = new()
    {
        Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1),
    };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Keepalived)]
    public async Task A_keepalived_that_was_frozen_comes_to_itself_and_one_owner_is_left()
    {
        KeepalivedProcess keepalived = await StartPairAsync(ours: 100, theirs: 150);
        keepalived.Pause();
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        keepalived.Resume();
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Backup, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Theirs, EngineNode.Patience, Cancelled);
        Assert.Equal("MASTER", keepalived.StateOf(Router.Name));
    }

    [InteropFact(Needs.Keepalived)]
    public async Task An_interface_that_is_deleted_and_made_again_is_used_again()
    {
        KeepalivedProcess keepalived = await StartPairAsync(ours: 150, theirs: 100);
        _segment.Ours.Ip("link delete eth0");
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Fault, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);

        _segment.Ours.Ip(
            $"link add eth0 type veth peer name again netns {_segment.Network.SwitchNamespace}",
            "link set dev eth0 up",
            "address add 10.77.0.2/16 dev eth0");
        TestNetwork.Ip(_segment.Network.SwitchNamespace, "link set dev again master br0 up");
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, EngineNode.Patience, Cancelled);
    }

    [InteropFact(Needs.Keepalived)]
    public async Task Without_an_address_of_its_own_a_node_cannot_take_part_until_it_has_one()
    {
        KeepalivedProcess keepalived = await StartPairAsync(ours: 150, theirs: 100);
        _segment.Ours.Ip("address delete 10.77.0.2/16 dev eth0");
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Fault, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "MASTER", Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Theirs, EngineNode.Patience, Cancelled);

        _segment.Ours.Ip("address add 10.77.0.3/16 dev eth0");
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);
    }

    [InteropFact(Needs.Keepalived)]
    public async Task The_same_id_for_ipv4_and_ipv6_is_two_routers()
    {
        Pairing four = Router with { Name = "four" };
        Pairing six = Router with { Name = "six", Family = System.Net.Sockets.AddressFamily.InterNetworkV6 };
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(
            _segment.Theirs, KeepalivedConfig.Join([four.Theirs(_segment, 100), six.Theirs(_segment, 200)]), Cancelled);
        await _segment.Engine.StartAsync(four.Ours(_segment, 150), Cancelled);
        await _segment.Engine.StartAsync(six.Ours(_segment, 150), Cancelled);
        await _segment.Engine.WaitForStateAsync(four.Name, VrrpState.Master, Cancelled);
        await keepalived.WaitForStateAsync(four.Name, "BACKUP", Cancelled);
        await keepalived.WaitForStateAsync(six.Name, "MASTER", Cancelled);
        await _segment.Engine.WaitForStateAsync(six.Name, VrrpState.Backup, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(four.Address, _segment.Ours, EngineNode.Patience, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(six.Address, _segment.Theirs, EngineNode.Patience, Cancelled);
    }

    [InteropFact(Needs.Nftables)]
    public async Task When_only_one_direction_works_the_deaf_node_is_a_second_master_and_yields_once_it_hears()
    {
        EngineNode other = new(_segment.Theirs);
        await other.StartAsync(Router.Ours(_segment, 150), Cancelled);
        await _segment.Engine.StartAsync(Router.Ours(_segment, 100), Cancelled);
        await other.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        _segment.Network.Lose(new Loss(_segment.Theirs, _segment.Ours));
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);

        // The better master hears it and stays.
        Assert.Equal(VrrpState.Master, (await other.GetAsync(Router.Name, Cancelled)).State);
        _segment.Network.Heal();
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Backup, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Theirs, EngineNode.Patience, Cancelled);
    }

    private async Task<KeepalivedProcess> StartPairAsync(byte ours, byte theirs)
    {
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, Router.Theirs(_segment, theirs).ToString(), Cancelled);
        await _segment.Engine.StartAsync(Router.Ours(_segment, ours), Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, ours > theirs ? VrrpState.Master : VrrpState.Backup, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, ours > theirs ? "BACKUP" : "MASTER", Cancelled);
        return keepalived;
    }
}
