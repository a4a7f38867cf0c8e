using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>A master without accept mode drops what is sent to its addresses, at every moment that it has them.</summary>
public sealed class AcceptModeTests
{
    private static readonly VrrpInstanceOptions Silent = Web with { AcceptMode = false };

    private readonly CoreBench _bench = new();

    [Fact]
    public void Packets_are_dropped_before_the_address_comes_and_until_it_is_gone()
    {
        _bench.StartMaster(Silent);
        Assert.Equal(["drop 192.0.2.100", "add 192.0.2.100/24"], Moves());

        _bench.Stack.Log.Clear();
        _bench.Hear(200);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        Assert.Equal(["remove 192.0.2.100/24", "allow 192.0.2.100"], Moves());
    }

    [Fact]
    public void Stopping_lets_them_through()
    {
        _bench.StartMaster(Silent);
        _bench.Core.Stop("web", abandon: false);
        Assert.Empty(_bench.Stack.Dropped);
    }

    [Fact]
    public void An_address_that_cannot_be_removed_stays_closed_until_a_later_release()
    {
        _bench.StartMaster(Silent);
        _bench.Stack.Refused.Add("remove");
        _bench.Hear(200);
        Assert.Single(_bench.Stack.Dropped);

        _bench.Stack.Refused.Clear();
        _bench.PassSeconds(10);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        Assert.Single(_bench.Stack.Dropped);
        _bench.Hear(200);
        Assert.Empty(_bench.Stack.Dropped);
    }

    [Fact]
    public void The_owner_accepts_whatever_it_is_told()
    {
        _bench.StartWith(Silent with { Priority = VrrpConstants.OwnerPriority });
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        Assert.DoesNotContain(_bench.Stack.Log, line => line.StartsWith("drop", StringComparison.Ordinal));
    }

    [Fact]
    public void With_accept_mode_nothing_is_dropped()
    {
        _bench.StartMaster();
        Assert.Empty(_bench.Stack.Dropped);
    }

    [Fact]
    public void What_a_killed_run_dropped_is_let_through_when_the_instance_accepts_now()
    {
        _bench.StartMaster(Silent);
        _bench.Core.Stop("web", abandon: true);
        Assert.Single(_bench.Stack.Dropped);

        _bench.Stack.Log.Clear();
        _bench.StartWith(Web with { Priority = VrrpConstants.OwnerPriority });
        Assert.Empty(_bench.Stack.Dropped);

        _bench.Core.Stop("web", abandon: false);
        _bench.Stack.Dropped.Add(new InterfaceAddress(Link, Vip, 24));
        _bench.Core.Start(Web);
        Assert.Empty(_bench.Stack.Dropped);
    }

    [Fact]
    public void A_master_changes_its_mind_while_it_runs()
    {
        _bench.StartMaster();
        _bench.Stack.Log.Clear();
        _bench.Core.Update(Silent);
        Assert.Equal(["drop 192.0.2.100"], Moves());
        _bench.Core.Update(Web);
        Assert.Equal(["drop 192.0.2.100", "allow 192.0.2.100"], Moves());
        Assert.True(_bench.Has(Vip));
    }

    [Fact]
    public void Addresses_that_come_and_go_by_an_update_are_closed_while_they_are_there()
    {
        _bench.StartMaster(Silent);
        _bench.Stack.Log.Clear();
        _bench.Core.Update(Silent with { VirtualAddresses = [Address("192.0.2.101", 24)] });
        Assert.Equal(["drop 192.0.2.101", "add 192.0.2.101/24", "remove 192.0.2.100/24", "allow 192.0.2.100"], Moves());
    }

    [Fact]
    public void Another_label_leaves_the_address_closed()
    {
        _bench.StartMaster(Silent);
        _bench.Core.Update(Silent with { VirtualAddresses = [Address("192.0.2.100", 24) with { Label = "eth0:1" }] });
        Assert.Equal(Vip, Assert.Single(_bench.Stack.Dropped).Address);
        Assert.DoesNotContain("allow 192.0.2.100", _bench.Stack.Log);
    }

    [Fact]
    public void A_system_that_cannot_drop_refuses_the_start_and_the_change()
    {
        _bench.Stack.Refused.Add("drop");
        Assert.Equal(VrrpEngineError.SystemError, Assert.Throws<VrrpEngineException>(() => _bench.Core.Start(Silent)).Error);
        Assert.Empty(_bench.Core.GetInstances(EngineKind.Session));

        _bench.StartMaster();
        Assert.Equal(VrrpEngineError.SystemError, Assert.Throws<VrrpEngineException>(() => _bench.Core.Update(Silent)).Error);
        Assert.True(_bench.Status().Options.AcceptMode);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
    }

    [Fact]
    public void A_master_that_cannot_drop_takes_no_address()
    {
        _bench.Core.Start(Silent);
        _bench.Stack.Refused.Add("drop");
        _bench.PassSeconds(5);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        Assert.False(_bench.Has(Vip));
    }

    private string[] Moves() => [.. _bench.Stack.Log.Where(line =>
        line.StartsWith("drop", StringComparison.Ordinal)
        || line.StartsWith("allow", StringComparison.Ordinal)
        || line.StartsWith("add", StringComparison.Ordinal)
        || line.StartsWith("remove", StringComparison.Ordinal))];
}
