using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

public sealed class VrrpEngineCoreTests
{
    private readonly CoreBench _bench = new();

    [Fact]
    public void A_master_advertises_before_it_takes_the_address_and_then_tells_the_neighbours()
    {
        _bench.StartMaster();
        Assert.Equal(
            ["open 192.0.2.10", "send 100", "add 192.0.2.100/24", "announce 192.0.2.100"],
            _bench.Stack.Log.Take(4));
        VrrpInstanceStatus status = _bench.Status();
        Assert.Equal("no master was heard", status.Reason);
        Assert.Equal("192.0.2.100/24", Assert.Single(status.OwnedAddresses).ToString());
        Assert.Equal(IPAddress.Parse("192.0.2.10"), status.MasterAddress);
    }

    [Fact]
    public void What_is_sent_is_a_good_message()
    {
        _bench.StartMaster();
        var context = new VrrpDecodeContext(Own, VrrpConstants.MulticastIPv4, 255);
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(_bench.Stack.Ports[0].Last, context, out VrrpAdvertisement advertisement));
        Assert.Equal(100, advertisement.Priority);
        Assert.Equal(Vip, advertisement.GetAddress(0));
    }

    [Fact]
    public void A_backup_stays_quiet_while_the_master_speaks()
    {
        _bench.Core.Start(Web);
        for (int i = 0; i < 20; i++)
        {
            _bench.Hear(200);
            _bench.PassSeconds(1);
        }

        VrrpInstanceStatus status = _bench.Status();
        Assert.Equal((VrrpState.Backup, 20, 0), (status.State, status.Statistics.AdvertisementsReceived, status.Statistics.AdvertisementsSent));
        Assert.Equal((IPAddress.Parse("192.0.2.20"), (byte?)200), (status.MasterAddress, status.MasterPriority));
        Assert.False(_bench.Has(Vip));
    }

    [Fact]
    public void A_silent_master_is_replaced_after_three_intervals_and_the_skew()
    {
        _bench.Core.Start(Web);
        _bench.Hear(200);
        _bench.PassSeconds(3.6);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        _bench.PassSeconds(0.02);
        Assert.Equal((VrrpState.Master, "no advertisement of 192.0.2.20 for 3.609 s"), (_bench.Status().State, _bench.Status().Reason));
    }

    [Fact]
    public void A_master_that_is_told_to_has_the_last_word_when_it_gives_way()
    {
        _bench.StartMaster(Web with { HigherPrioritySendAdvert = true });
        _bench.Stack.Log.Clear();
        _bench.Hear(150);
        Assert.Equal((VrrpState.Backup, "192.0.2.20 advertises the higher priority 150"), (_bench.Status().State, _bench.Status().Reason));
        Assert.False(_bench.Has(Vip));
        Assert.Equal(["send 100", "remove 192.0.2.100/24"], _bench.Stack.Log.Where(static entry => !entry.StartsWith("announce", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_master_gives_way_to_a_better_one_without_a_word()
    {
        _bench.StartMaster();
        _bench.Stack.Log.Clear();
        _bench.Hear(150);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        Assert.DoesNotContain(_bench.Stack.Log, static entry => entry.StartsWith("send", StringComparison.Ordinal));
    }

    /// <summary>After a split brain the better one hears the other one's last word, and neighbours have to hear of it.</summary>
    [Fact]
    public void The_last_word_of_a_worse_master_is_answered_and_the_addresses_are_announced_again()
    {
        _bench.StartMaster();
        _bench.PassSeconds(20);
        _bench.Stack.Log.Clear();
        _bench.Hear(50);
        Assert.Contains("send 100", _bench.Stack.Log);
        Assert.Contains("announce 192.0.2.100", _bench.Stack.Log);
    }

    [Fact]
    public void Equal_priority_is_decided_by_the_higher_address()
    {
        _bench.StartMaster();
        _bench.Hear(100, source: InetAddress.Parse("192.0.2.5"));
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        _bench.Hear(100);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void A_stop_sends_priority_zero_and_then_removes_the_address()
    {
        _bench.StartMaster();
        _bench.Stack.Log.Clear();
        VrrpInstanceStatus status = _bench.Core.Stop("web", abandon: false);
        Assert.Equal(["send 0", "remove 192.0.2.100/24"], _bench.Stack.Log);
        Assert.Equal((VrrpState.Initialize, 1), (status.State, status.Statistics.PriorityZeroSent));
        Assert.True(_bench.Stack.Ports[0].IsDisposed);
        Assert.Equal(0, _bench.Stack.Ports[0].Last[2]);
        Assert.Equal(long.MaxValue, _bench.Core.NextDeadline);
    }

    [Fact]
    public void An_abandoned_instance_leaves_everything_as_a_killed_process_would()
    {
        _bench.StartMaster();
        _bench.Stack.Log.Clear();
        _bench.Core.Stop("web", abandon: true);
        Assert.Empty(_bench.Stack.Log);
        Assert.True(_bench.Has(Vip));
        Assert.Equal(long.MaxValue, _bench.Core.NextDeadline);

        // The next start finds the address and removes it before the election.
        _bench.Core.Start(Web);
        Assert.False(_bench.Has(Vip));
    }

    [Fact]
    public void A_leftover_that_has_become_the_first_address_is_a_leftover_still()
    {
        _bench.Stack.SetPrimary(Link, "192.0.2.100");
        _bench.Stack.Addresses.Add(new InterfaceAddress(Link, Own, 24));
        _bench.Core.Start(Web);
        Assert.False(_bench.Has(Vip));
        Assert.True(_bench.Has(Own));
    }

    [Fact]
    public void A_priority_zero_makes_the_backup_wait_only_the_skew()
    {
        _bench.Core.Start(Web);
        _bench.Hear(200);
        _bench.PassSeconds(0.5);
        _bench.Hear(0);
        _bench.PassSeconds(0.61);
        VrrpInstanceStatus status = _bench.Status();
        Assert.Equal((VrrpState.Master, "the master gave up (priority 0)", 1), (status.State, status.Reason, status.Statistics.PriorityZeroReceived));
    }

    [Fact]
    public void Starting_refuses_what_cannot_run_and_changes_nothing()
    {
        _bench.Core.Start(Web);
        AssertRefused(VrrpEngineError.NameInUse, Web with { VirtualRouterId = 52 });
        AssertRefused(VrrpEngineError.VirtualRouterIdInUse, Web with { Name = "other" });
        AssertRefused(VrrpEngineError.VirtualRouterIdInUse, Web with { Name = "other", VirtualAddresses = [Excluded("2001:db8::100", 64), Address("192.0.2.101", 24)] });
        AssertRefused(VrrpEngineError.InterfaceNotFound, Web with { Name = "other", Interface = "eth9" });
        AssertRefused(VrrpEngineError.InvalidOptions, Web with { Name = "other", VirtualRouterId = 0 });
        AssertRefused(VrrpEngineError.InvalidOptions, Web with { Name = "other", VirtualRouterId = 52, VirtualAddresses = [Address("192.0.2.10", 24)] });
        Assert.True(_bench.Has(Own));
        AssertRefused(VrrpEngineError.InvalidOptions, Web with
        {
            Name = "other",
            VirtualRouterId = 52,
            VirtualAddresses = [.. Enumerable.Range(1, 100).Select(i => Address($"2001:db8::{i:x}", 64))],
        });
        _bench.Stack.Refused.Add("open");
        AssertRefused(VrrpEngineError.SystemError, Web with { Name = "other", VirtualRouterId = 52 });
        Assert.Single(_bench.Core.GetInstances(EngineKind.Session));

        void AssertRefused(VrrpEngineError error, VrrpInstanceOptions options)
        {
            VrrpEngineException exception = Assert.Throws<VrrpEngineException>(() => _bench.Core.Start(options));
            Assert.Equal(error, exception.Error);
        }
    }

    [Fact]
    public void A_masters_virtual_address_does_not_make_the_nodes_own_one_superfluous()
    {
        _bench.StartMaster();
        VrrpEngineException exception = Assert.Throws<VrrpEngineException>(
            () => _bench.Core.Start(Web with { Name = "other", VirtualRouterId = 52, VirtualAddresses = [Address("192.0.2.10", 24)] }));
        Assert.Equal(VrrpEngineError.InvalidOptions, exception.Error);
        Assert.True(_bench.Has(Own));
    }

    [Fact]
    public void IPv4_and_IPv6_share_a_virtual_router_id()
    {
        VrrpInstanceOptions six = Web with { Name = "web6", VirtualAddresses = [Address("2001:db8::100", 64), Address("fe80::100", 64)] };
        _bench.Core.Start(Web);
        _bench.StartMaster(six);
        _bench.Hear(150, six, InetAddress.Parse("fe80::20"));
        Assert.Equal((VrrpState.Master, VrrpState.Backup), (_bench.Status().State, _bench.Status("web6").State));

        // Neither of them twice on one interface, each once more on another one.
        VrrpInstanceOptions other = six with { Name = "other", VirtualAddresses = [Excluded("192.0.2.110", 24), Address("2001:db8::101", 64), Address("fe80::101", 64)] };
        Assert.Equal(VrrpEngineError.VirtualRouterIdInUse, Assert.Throws<VrrpEngineException>(() => _bench.Core.Start(other)).Error);
        _bench.Stack.SetLink("eth1", Link + 1);
        _bench.Stack.SetPrimary(Link + 1, "fe80::11");
        _bench.Core.Start(other with { Interface = "eth1" });
        _bench.PassSeconds(4);
        Assert.Equal(VrrpState.Master, _bench.Status("other").State);

        // Link-local first.
        FakePort port = _bench.Stack.Ports.Single(p => p.Options.Source.IsIPv6 && p.Options.LinkIndex == Link);
        VrrpDecoder.Decode(port.Last, new VrrpDecodeContext(InetAddress.Parse("fe80::10"), VrrpConstants.MulticastIPv6, 255), out VrrpAdvertisement sent);
        Assert.Equal("fe80::100", sent.GetAddress(0).ToString());
    }

    [Fact]
    public void The_owner_takes_over_at_once_and_never_touches_an_address_of_the_node()
    {
        VrrpInstanceOptions owner = Web with { Priority = 255, VirtualAddresses = [Address("192.0.2.10", 24), Address("192.0.2.100", 24)] };
        _bench.Core.Start(owner);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        Assert.Contains("announce 192.0.2.10", _bench.Stack.Log);
        _bench.Core.Stop("web", abandon: false);
        Assert.True(_bench.Has(Own));
        Assert.False(_bench.Has(Vip));
    }

    [Fact]
    public void An_owner_that_cannot_be_master_yet_removes_what_a_killed_run_has_left()
    {
        var track = new CallbackTrackOptions { Name = "check", Check = static _ => throw new NotSupportedException() };
        VrrpInstanceOptions owner = Web with { Priority = 255, VirtualAddresses = [Address("192.0.2.10", 24), Address("192.0.2.100", 24)], Tracks = [track] };
        _bench.Stack.Addresses.Add(new InterfaceAddress(Link, Vip, 24));
        _bench.Core.Start(owner);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        Assert.False(_bench.Has(Vip));
        Assert.True(_bench.Has(Own));
    }

    [Fact]
    public void Excluded_addresses_are_owned_and_not_advertised_and_interfaces_labels_and_scopes_are_kept()
    {
        _bench.Stack.SetLink("eth1", 3);
        _bench.StartMaster(Web with
        {
            VirtualAddresses =
            [
                Address("192.0.2.100", 24) with { Label = "eth0:1", Scope = AddressScope.Link },
                Address("198.51.100.1", 32) with { IsExcluded = true, Interface = "eth1" },
                Address("2001:db8::1", 64) with { IsExcluded = true },
            ],
        });
        Assert.Contains(new InterfaceAddress(Link, Vip, 24, AddressScope.Link, "eth0:1"), _bench.Stack.Addresses);
        Assert.Contains(new InterfaceAddress(3, InetAddress.Parse("198.51.100.1"), 32), _bench.Stack.Addresses);
        VrrpDecoder.Decode(_bench.Stack.Ports[0].Last, new VrrpDecodeContext(Own, VrrpConstants.MulticastIPv4, 255), out VrrpAdvertisement sent);
        Assert.Equal(1, sent.AddressCount);
        Assert.Equal(3, _bench.Status().OwnedAddresses.Count);
    }

    [Fact]
    public void Routes_and_rules_move_with_the_master()
    {
        _bench.StartMaster(Web with
        {
            VirtualRoutes = [new VirtualRoute { Destination = IPAddress.Any, PrefixLength = 0, Gateway = IPAddress.Parse("192.0.2.254") }],
            VirtualRules = [new VirtualRule { Table = 100 }],
        });
        Assert.Equal((1, 1), (_bench.Stack.Routes.Count, _bench.Stack.Rules.Count));
        _bench.Hear(150);
        Assert.Equal((0, 0), (_bench.Stack.Routes.Count, _bench.Stack.Rules.Count));
    }

    [Fact]
    public void An_address_that_cannot_be_added_is_a_fault_that_is_tried_again_with_longer_and_longer_pauses()
    {
        VrrpInstanceOptions options = Web with { VirtualAddresses = [Address("192.0.2.100", 24), Address("192.0.2.101", 24)] };
        _bench.Stack.Refused.Add("add 192.0.2.101");
        _bench.Core.Start(options);
        _bench.PassSeconds(4);
        VrrpInstanceStatus status = _bench.Status();
        Assert.Equal(VrrpState.Fault, status.State);
        Assert.Contains("add 192.0.2.101/24", status.Reason, StringComparison.Ordinal);
        Assert.False(_bench.Has(Vip));
        Assert.Empty(status.OwnedAddresses);
        Assert.Contains(_bench.Host.Events, e => e.Kind == VrrpEventKind.OperationFailed);
        Assert.Equal(1, status.Statistics.PriorityZeroSent);

        _bench.PassSeconds(60);
        Assert.InRange(_bench.Status().Statistics.BecameMaster, 2, 3);
        _bench.Stack.Refused.Clear();
        _bench.PassSeconds(120);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        Assert.True(_bench.Has(Vip));
    }

    [Fact]
    public void An_address_that_someone_removes_comes_back_once_a_second_at_most()
    {
        _bench.StartMaster();
        long announced = _bench.Status().Statistics.AnnouncementsSent;
        for (int i = 0; i < 10; i++)
        {
            _bench.Stack.Addresses.RemoveAll(address => address.Address == Vip);
            _bench.AddressChanged(Vip, isPresent: false);
        }

        Assert.Equal(1, _bench.Host.Events.Count(e => e.Kind == VrrpEventKind.AddressRestored));
        _bench.PassSeconds(1);
        Assert.Equal(2, _bench.Host.Events.Count(e => e.Kind == VrrpEventKind.AddressRestored));
        Assert.True(_bench.Has(Vip));
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        Assert.True(_bench.Status().Statistics.AnnouncementsSent > announced);
    }

    [Fact]
    public void Our_own_removal_is_no_news()
    {
        _bench.StartMaster();
        _bench.Hear(150);
        _bench.AddressChanged(Vip, isPresent: false);
        _bench.PassSeconds(2);
        Assert.False(_bench.Has(Vip));
        Assert.DoesNotContain(_bench.Host.Events, e => e.Kind == VrrpEventKind.AddressRestored);
    }

    [Fact]
    public void Many_instances_on_many_links_are_kept_apart()
    {
        for (int i = 0; i < 4; i++)
        {
            _bench.Stack.SetLink($"net{i}", 10 + i);
            _bench.Stack.SetPrimary(10 + i, $"198.51.{i}.10");
            for (int id = 1; id <= 50; id++)
            {
                _bench.Core.Start(Web with { Name = $"{i}-{id}", Interface = $"net{i}", VirtualRouterId = (byte)id, VirtualAddresses = [Address($"10.{i}.0.{id}", 32)] });
            }
        }

        VrrpInstanceOptions one = _bench.Status("2-7").Options;
        _bench.PassSeconds(1);
        _bench.Hear(200, one, InetAddress.Parse("198.51.2.20"), link: 12);
        Assert.Equal("2-7", Assert.Single(_bench.Core.GetInstances(EngineKind.Session), s => s.Statistics.AdvertisementsReceived > 0).Options.Name);
        _bench.PassSeconds(2.61);
        Assert.Equal(199, _bench.Core.GetInstances(EngineKind.Session).Count(s => s.State == VrrpState.Master));
    }

    [Fact]
    public void Late_adverts_are_counted()
    {
        _bench.StartMaster();
        long sent = _bench.Status().Statistics.AdvertisementsSent;
        _bench.Stack.Now = _bench.Core.NextDeadline + (Second / 5);
        _bench.Core.RunTimers(_bench.Stack.Now);
        Assert.Equal((sent + 1, 1), (_bench.Status().Statistics.AdvertisementsSent, _bench.Status().Statistics.LateAdvertisements));
    }

    [Fact]
    public void A_virtual_mac_has_an_interface_of_its_own()
    {
        _bench.StartMaster(Web with { VirtualMac = new VirtualMacOptions() });
        Assert.True(_bench.Stack.TryGetLink("vrrp.51", out LinkState link));
        Assert.Equal(0x00005E000133ul, link.HardwareAddress);
        Assert.True(_bench.Has(Vip, link.Index));
        FakePort port = Assert.Single(_bench.Stack.Ports);
        Assert.Equal((link.Index, (int?)Link, Own), (port.Options.LinkIndex, port.Options.ListenLinkIndex, port.Options.Source));
        Assert.Equal("vrrp.51", _bench.Status().VirtualMacInterface);

        _bench.Hear(150);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        _bench.Core.Stop("web", abandon: false);
        Assert.False(_bench.Stack.TryGetLink("vrrp.51", out _));
    }

    [Fact]
    public void A_virtual_mac_may_transmit_from_the_parent()
    {
        _bench.StartMaster(Web with { VirtualMac = new VirtualMacOptions { InterfaceName = "vip0", TransmitFromParent = true } });
        Assert.Equal(Link, Assert.Single(_bench.Stack.Ports).Options.LinkIndex);
        Assert.True(_bench.Stack.TryGetLink("vip0", out LinkState link) && _bench.Has(Vip, link.Index));
    }

    [Fact]
    public void Unicast_peers_get_messages_with_checksums_of_their_own()
    {
        InetAddress second = InetAddress.Parse("192.0.2.30");
        VrrpInstanceOptions options = Web with
        {
            UnicastPeers = [new UnicastPeer { Address = Peer.ToIPAddress() }, new UnicastPeer { Address = second.ToIPAddress() }],
            UnicastTimeToLive = 64,
        };
        _bench.StartMaster(options);
        foreach ((FakePort port, InetAddress peer) in _bench.Stack.Ports.Zip([Peer, second]))
        {
            Assert.Equal([peer], port.Options.Peers);
            Assert.Equal(64, port.Options.TimeToLive);
            Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(port.Last, new VrrpDecodeContext(Own, peer, 255), out _));
        }
    }

    [Fact]
    public void Hooks_are_run_with_the_arguments_of_keepalived()
    {
        VrrpHooks hooks = new()
        {
            Master = new VrrpHook { Program = "/m", Arguments = ["x"] },
            Backup = new VrrpHook { Program = "/b" },
            Fault = new VrrpHook { Program = "/f" },
            Stop = new VrrpHook { Program = "/s" },
            Any = new VrrpHook { Program = "/a" },
            LowerPriorityReceived = new VrrpHook { Program = "/l" },
        };
        _bench.StartMaster(Web with { Hooks = hooks });
        _bench.Hear(50);
        _bench.Stack.SetLink("eth0", Link, isUp: false);
        _bench.LinkChanged();
        _bench.Core.Stop("web", abandon: false);
        Assert.Equal(
            ["/b", "/a INSTANCE web BACKUP 100", "/m x", "/a INSTANCE web MASTER 100", "/l", "/f", "/a INSTANCE web FAULT 100", "/s", "/a INSTANCE web STOP 100"],
            _bench.Host.Hooks);
    }

    [Fact]
    public void The_family_of_the_instance_need_not_be_that_of_the_first_address()
    {
        VrrpInstanceOptions mixed = Web with { VirtualAddresses = [Excluded("2001:db8::100", 64), .. Web.VirtualAddresses] };
        Assert.Equal(AddressFamily.InterNetwork, mixed.EffectiveFamily);
        Assert.Empty(VrrpInstanceOptionsValidator.Validate(mixed));
        Assert.Equal(AddressFamily.InterNetworkV6, (mixed with { Family = AddressFamily.InterNetworkV6 }).EffectiveFamily);
        Assert.Equal(AddressFamily.InterNetwork, (Web with { VirtualAddresses = [] }).EffectiveFamily);
    }

    private static VirtualAddress Excluded(string address, byte length) => Address(address, length) with { IsExcluded = true };
}
