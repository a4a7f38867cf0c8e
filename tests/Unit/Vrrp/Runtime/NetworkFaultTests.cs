using System.Net;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>Links that go down, vanish and come back; source addresses that change or are missing.</summary>
public sealed class NetworkFaultTests
{
    private readonly CoreBench _bench = new();

    [Fact]
    public void A_link_that_goes_down_is_a_fault_until_it_is_up_again()
    {
        _bench.StartMaster();
        _bench.Stack.SetLink("eth0", Link, isUp: false);
        _bench.LinkChanged();
        Assert.Equal((VrrpState.Fault, "interface eth0 is down"), (_bench.Status().State, _bench.Status().Reason));
        Assert.False(_bench.Has(Vip));

        _bench.Stack.SetLink("eth0", Link);
        _bench.LinkChanged();
        Assert.Equal((VrrpState.Backup, "the fault is over"), (_bench.Status().State, _bench.Status().Reason));
        _bench.PassSeconds(4);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
    }

    [Fact]
    public void A_link_need_not_be_watched()
    {
        _bench.StartMaster(Web with { IgnoreInterfaceState = true });
        _bench.Stack.SetLink("eth0", Link, isUp: false);
        _bench.LinkChanged();
        Assert.Equal(VrrpState.Master, _bench.Status().State);
    }

    [Fact]
    public void A_link_that_is_deleted_and_made_again_is_taken_up_with_its_new_index()
    {
        _bench.StartMaster();
        _bench.Stack.RemoveLink("eth0");
        _bench.LinkChanged();
        Assert.Equal((VrrpState.Fault, "interface eth0 does not exist"), (_bench.Status().State, _bench.Status().Reason));
        Assert.Empty(_bench.Status().OwnedAddresses);
        Assert.True(_bench.Stack.Ports[0].IsDisposed);

        _bench.Stack.SetLink("eth0", 77);
        _bench.LinkChanged(link: 77);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        Assert.Contains("no IPv4 address", _bench.Status().Reason, StringComparison.Ordinal);

        _bench.Stack.SetPrimary(77, "192.0.2.11");
        _bench.AddressChanged(InetAddress.Parse("192.0.2.11"), isPresent: true, link: 77);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        _bench.Hear(200, link: 77);
        Assert.Equal(1, _bench.Status().Statistics.AdvertisementsReceived);
        _bench.Hear(200, link: Link);
        Assert.Equal(1, _bench.Status().Statistics.AdvertisementsReceived);
        _bench.PassSeconds(4);
        Assert.True(_bench.Has(Vip, 77));
    }

    [Fact]
    public void A_link_replaced_in_one_go_costs_the_mastership_of_addresses_that_are_gone()
    {
        _bench.StartMaster();
        _bench.Stack.RemoveLink("eth0");
        _bench.Stack.SetLink("eth0", 78);
        _bench.Stack.SetPrimary(78, "192.0.2.10");
        _bench.LinkChanged(link: 78);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        Assert.Contains(_bench.Host.Events, e => e.State == VrrpState.Fault);
        _bench.PassSeconds(4);
        Assert.True(_bench.Has(Vip, 78));
    }

    [Fact]
    public void A_service_at_boot_waits_for_its_interface()
    {
        var bench = new CoreBench(waitsForInterfaces: true);
        bench.Core.Start(Web with { Interface = "eth5" });
        Assert.Equal((VrrpState.Fault, "interface eth5 does not exist"), (bench.Status().State, bench.Status().Reason));
        bench.Stack.SetLink("eth5", 5);
        bench.Stack.SetPrimary(5, "192.0.2.50");
        bench.LinkChanged("eth5", 5);
        bench.PassSeconds(4);
        Assert.Equal(VrrpState.Master, bench.Status().State);
    }

    [Fact]
    public void Without_a_source_address_there_is_nothing_to_send_from()
    {
        _bench.Stack.ClearPrimary(Link, IPv4);
        _bench.Core.Start(Web);
        Assert.Equal((VrrpState.Fault, "interface eth0 has no IPv4 address"), (_bench.Status().State, _bench.Status().Reason));
        Assert.Null(_bench.Status().PrimaryAddress);
        _bench.PassSeconds(10);
        _bench.Stack.SetPrimary(Link, "192.0.2.10");
        _bench.AddressChanged(Own, isPresent: true);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void A_new_primary_address_is_the_source_from_then_on()
    {
        _bench.StartMaster();
        InetAddress other = InetAddress.Parse("192.0.2.12");
        _bench.Stack.SetPrimary(Link, "192.0.2.12");
        _bench.AddressChanged(other, isPresent: true);
        _bench.AddressChanged(Own, isPresent: false);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        _bench.PassSeconds(1);
        FakePort port = _bench.Stack.Ports[^1];
        Assert.Equal(other, port.Options.Source);
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(port.Last, new VrrpDecodeContext(other, VrrpConstants.MulticastIPv4, 255), out _));
        Assert.True(_bench.Stack.Ports[0].IsDisposed);
    }

    [Fact]
    public void A_configured_source_can_be_tracked()
    {
        VrrpInstanceOptions options = Web with { SourceAddress = IPAddress.Parse("192.0.2.60"), TrackSourceAddress = true };
        _bench.Core.Start(options);
        Assert.Equal("source address 192.0.2.60 is not on this node", _bench.Status().Reason);
        _bench.Stack.Addresses.Add(new(Link, InetAddress.Parse("192.0.2.60"), 32));
        _bench.AddressChanged(InetAddress.Parse("192.0.2.60"), isPresent: true);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        Assert.Equal(InetAddress.Parse("192.0.2.60"), _bench.Stack.Ports[^1].Options.Source);
    }

    [Fact]
    public void Sockets_that_the_system_refuses_while_running_are_tried_again()
    {
        _bench.StartMaster();
        _bench.Stack.Refused.Add("open");
        _bench.Stack.SetPrimary(Link, "192.0.2.12");
        _bench.AddressChanged(Own, isPresent: false);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        Assert.Contains(_bench.Host.Events, e => e.Kind == VrrpEventKind.OperationFailed);
        _bench.Stack.Refused.Clear();
        _bench.PassSeconds(6);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void A_virtual_mac_interface_that_vanishes_is_made_again()
    {
        _bench.StartMaster(Web with { VirtualMac = new VirtualMacOptions { InterfaceName = "vip0" } });
        _bench.Stack.TryGetLink("vip0", out var first);
        _bench.Stack.RemoveLink("vip0");
        _bench.LinkChanged("vip0", first.Index);
        _bench.PassSeconds(10);
        Assert.True(_bench.Stack.TryGetLink("vip0", out var second));
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        Assert.True(_bench.Has(Vip, second.Index));
    }

    [Fact]
    public void A_virtual_mac_interface_that_someone_takes_down_is_a_fault()
    {
        _bench.StartMaster(Web with { VirtualMac = new VirtualMacOptions { InterfaceName = "vip0" } });
        _bench.Stack.TryGetLink("vip0", out var link);
        _bench.Stack.SetLink("vip0", link.Index, isUp: false);
        _bench.LinkChanged("vip0", link.Index);
        Assert.Equal((VrrpState.Fault, "interface vip0 is down"), (_bench.Status().State, _bench.Status().Reason));
        _bench.Stack.SetLink("vip0", link.Index);
        _bench.LinkChanged("vip0", link.Index);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void After_a_fault_unicast_peers_are_told_our_own_address()
    {
        _bench.Core.Start(Web with { UnicastPeers = [new UnicastPeer { Address = Peer.ToIPAddress() }] });
        _bench.Stack.SetLink("eth0", Link, isUp: false);
        _bench.LinkChanged();
        _bench.Stack.Log.Clear();
        _bench.Stack.SetLink("eth0", Link);
        _bench.LinkChanged();
        Assert.Contains("announce 192.0.2.10", _bench.Stack.Log);
    }
}
