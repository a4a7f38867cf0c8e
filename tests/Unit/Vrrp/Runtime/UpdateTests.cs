using System.Net;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

public sealed class UpdateTests
{
    private readonly CoreBench _bench = new();

    [Fact]
    public void A_lower_priority_is_advertised_and_the_master_gives_way_when_asked()
    {
        _bench.StartMaster();
        _bench.Core.Update(Web with { Priority = 50 });
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        _bench.PassSeconds(1);
        Assert.Equal(50, _bench.Stack.Ports[0].Last[2]);
        _bench.Hear(60);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void Nothing_changed_is_nothing_done()
    {
        VrrpInstanceOptions options = Web with
        {
            Tracks = [new ScriptTrackOptions { Name = "s", Program = "/bin/true", Arguments = ["a"], InitiallyUp = true }],
            Hooks = new VrrpHooks { Any = new VrrpHook { Program = "/bin/true", Arguments = ["a"] } },
        };
        _bench.StartMaster(options);
        _bench.Stack.Log.Clear();
        int events = _bench.Host.Events.Count;
        _bench.Core.Update(options with
        {
            Tracks = [new ScriptTrackOptions { Name = "s", Program = "/bin/true", Arguments = ["a"], InitiallyUp = true }],
            Hooks = new VrrpHooks { Any = new VrrpHook { Program = "/bin/true", Arguments = ["a"] } },
            VirtualAddresses = [Address("192.0.2.100", 24)],
        });
        Assert.Empty(_bench.Stack.Log);
        Assert.Equal(events, _bench.Host.Events.Count);
        Assert.Single(_bench.Host.Checks);
    }

    [Fact]
    public void No_advert_is_missed_for_an_update()
    {
        _bench.StartMaster();
        long next = _bench.Core.NextDeadline;
        _bench.PassSeconds(0.3);
        _bench.Core.Update(Web with { Priority = 90, VirtualAddresses = [Address("192.0.2.100", 24), Address("192.0.2.101", 24)] });
        long sent = _bench.Status().Statistics.AdvertisementsSent;
        _bench.Pass(TimeSpan.FromTicks(next - _bench.Stack.Now));
        Assert.Equal(sent + 1, _bench.Status().Statistics.AdvertisementsSent);
        VrrpDecoder.Decode(_bench.Stack.Ports[0].Last, new VrrpDecodeContext(Own, VrrpConstants.MulticastIPv4, 255), out VrrpAdvertisement sentNow);
        Assert.Equal((90, 2), (sentNow.Priority, sentNow.AddressCount));
        Assert.Single(_bench.Stack.Ports);
    }

    [Fact]
    public void Addresses_come_before_others_go_and_what_stays_is_not_touched()
    {
        _bench.StartMaster(Web with { VirtualAddresses = [Address("192.0.2.100", 24), Address("192.0.2.101", 24)] });
        _bench.Stack.Log.Clear();
        _bench.Core.Update(Web with { VirtualAddresses = [Address("192.0.2.101", 24), Address("192.0.2.102", 24)] });
        Assert.Equal(
            ["add 192.0.2.102/24", "remove 192.0.2.100/24"],
            _bench.Stack.Log.Where(entry => !entry.StartsWith("announce", StringComparison.Ordinal)));
        Assert.Contains("announce 192.0.2.102", _bench.Stack.Log);
        Assert.Equal(["192.0.2.101/24", "192.0.2.102/24"], _bench.Status().OwnedAddresses.Select(address => address.ToString()));
        Assert.Equal("VirtualAddresses", Assert.Single(_bench.Host.Events, e => e.Kind == VrrpEventKind.OptionsChanged).Reason);
        _bench.Core.Stop("web", abandon: false);
        Assert.DoesNotContain(_bench.Stack.Addresses, address => address.Address.IsIPv4 && address.Address != Own);
    }

    [Fact]
    public void A_new_label_replaces_the_address()
    {
        _bench.StartMaster();
        _bench.Core.Update(Web with { VirtualAddresses = [Address("192.0.2.100", 24) with { Label = "eth0:7" }] });
        Assert.Equal("eth0:7", Assert.Single(_bench.Stack.Addresses, address => address.Address == Vip).Label);
    }

    [Fact]
    public void A_backup_with_new_addresses_takes_none()
    {
        _bench.Core.Start(Web);
        _bench.Hear(200);
        _bench.Core.Update(Web with { VirtualAddresses = [Address("192.0.2.101", 24)] });
        Assert.DoesNotContain(_bench.Stack.Log, entry => entry.StartsWith("add", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_interval_is_told_at_once()
    {
        _bench.StartMaster();
        _bench.Stack.Log.Clear();
        _bench.Core.Update(Web with { AdvertisementInterval = TimeSpan.FromSeconds(10) });
        Assert.Equal("send 100", Assert.Single(_bench.Stack.Log));
        _bench.Core.Flush();
        VrrpDecoder.Decode(_bench.Stack.Ports[0].Last, new VrrpDecodeContext(Own, VrrpConstants.MulticastIPv4, 255), out VrrpAdvertisement sent);
        Assert.Equal(1000, sent.IntervalUnits);
    }

    [Fact]
    public void Another_source_or_other_peers_open_other_sockets_and_keep_the_mastership()
    {
        _bench.StartMaster();
        _bench.Core.Update(Web with { SourceAddress = IPAddress.Parse("192.0.2.77"), UnicastPeers = [new UnicastPeer { Address = Peer.ToIPAddress() }] });
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        Assert.True(_bench.Stack.Ports[0].IsDisposed);
        _bench.PassSeconds(1);
        Assert.Equal(
            VrrpRefusal.None,
            VrrpDecoder.Decode(_bench.Stack.Ports[1].Last, new VrrpDecodeContext(InetAddress.Parse("192.0.2.77"), Peer, 255), out _));
    }

    [Fact]
    public void Identity_cannot_change_and_nothing_is_half_done()
    {
        _bench.StartMaster();
        foreach (VrrpInstanceOptions options in (VrrpInstanceOptions[])
            [Web with { VirtualRouterId = 52 }, Web with { Interface = "eth1" }, Web with { NetworkNamespace = "x" }, Web with { VirtualMac = new VirtualMacOptions() }])
        {
            VrrpEngineException exception = Assert.Throws<VrrpEngineException>(() => _bench.Core.Update(options with { Priority = 1 }));
            Assert.Equal(VrrpEngineError.CannotChangeWhileRunning, exception.Error);
        }

        Assert.Equal(VrrpEngineError.NotFound, Assert.Throws<VrrpEngineException>(() => _bench.Core.Update(Web with { Name = "x" })).Error);
        Assert.Equal(VrrpEngineError.InvalidOptions, Assert.Throws<VrrpEngineException>(() => _bench.Core.Update(Web with { Priority = 0 })).Error);
        Assert.Equal(100, _bench.Status().EffectivePriority);
    }

    [Fact]
    public void The_priority_may_become_that_of_the_owner_and_back()
    {
        _bench.StartMaster();
        _bench.Core.Update(Web with { Priority = 255 });
        Assert.Equal(255, _bench.Status().EffectivePriority);
        _bench.Core.Update(Web with { Priority = 10 });
        Assert.Equal((10, "10"), (_bench.Status().EffectivePriority, _bench.Status().PriorityReason));
    }
}
