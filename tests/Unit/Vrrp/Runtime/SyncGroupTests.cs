using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>Two instances, outside and inside, on two links, that move together.</summary>
public sealed class SyncGroupTests
{
    private const int InnerLink = 3;
    private static readonly VrrpInstanceOptions Outside = Web with { Name = "outside", HigherPrioritySendAdvert = true };
    private static readonly VrrpInstanceOptions Inside = Web with
    {
        Name = "inside",
        Interface = "eth1",
        VirtualRouterId = 52,
        VirtualAddresses = [Address("198.51.100.100", 24)],
    };

    private static readonly SyncGroupOptions Group = new()
    {
        Name = "pair",
        Members = ["outside", "inside"],
        Hooks = new VrrpHooks { Master = new VrrpHook { Program = "/gm" }, Any = new VrrpHook { Program = "/ga" } },
    };

    private static readonly InetAddress InnerPeer = InetAddress.Parse("198.51.100.20");
    private readonly CoreBench _bench = new();

    public SyncGroupTests()
    {
        _bench.Stack.SetLink("eth1", InnerLink);
        _bench.Stack.SetPrimary(InnerLink, "198.51.100.10");
    }

    private (VrrpState Outside, VrrpState Inside, VrrpState Group) States =>
        (_bench.Status("outside").State, _bench.Status("inside").State, Assert.Single(_bench.Core.GetGroups()).State);

    [Fact]
    public void Both_become_master_together_and_the_group_says_so_once()
    {
        StartBoth();
        _bench.PassSeconds(4);
        Assert.Equal((VrrpState.Master, VrrpState.Master, VrrpState.Master), States);
        Assert.Equal(1, _bench.Host.Events.Count(e => e.Kind == VrrpEventKind.GroupStateChanged && e.State == VrrpState.Master));
        Assert.Equal(["/ga GROUP pair BACKUP 0", "/gm", "/ga GROUP pair MASTER 0"], _bench.Host.Hooks);
        Assert.Equal("pair", _bench.Status("inside").Group);
    }

    [Fact]
    public void None_becomes_master_while_one_follows_a_master()
    {
        StartBoth();
        for (int i = 0; i < 10; i++)
        {
            _bench.Hear(200, Inside, InnerPeer, InnerLink);
            _bench.PassSeconds(1);
        }

        Assert.Equal((VrrpState.Backup, VrrpState.Backup, VrrpState.Backup), States);

        // The wish of the first one waits for the second one.
        _bench.PassSeconds(4);
        Assert.Equal((VrrpState.Master, VrrpState.Master, VrrpState.Master), States);
    }

    [Fact]
    public void One_that_gives_way_takes_the_other_along_and_has_the_last_word()
    {
        StartBoth();
        _bench.PassSeconds(4);
        _bench.Stack.Log.Clear();
        _bench.Hear(200, Outside);
        Assert.Equal((VrrpState.Backup, VrrpState.Backup, VrrpState.Backup), States);
        Assert.False(_bench.Has(InetAddress.Parse("198.51.100.100"), InnerLink));
        Assert.Equal(["send 100"], _bench.Stack.Log.Where(static entry => entry.StartsWith("send", StringComparison.Ordinal)));
        Assert.Equal("sync group pair went to backup", _bench.Status("inside").Reason);
    }

    [Fact]
    public void A_member_that_is_backup_does_not_name_itself_as_the_master()
    {
        StartBoth();
        _bench.PassSeconds(4);
        Assert.Equal((Own.ToIPAddress(), (byte?)100), (_bench.Status("outside").MasterAddress, _bench.Status("outside").MasterPriority));

        // The inner one knows who took it, the outer one only that it is not this node any more.
        _bench.Hear(200, Inside, InnerPeer, InnerLink);
        Assert.Equal((VrrpState.Backup, VrrpState.Backup, VrrpState.Backup), States);
        Assert.Equal((InnerPeer.ToIPAddress(), (byte?)200), (_bench.Status("inside").MasterAddress, _bench.Status("inside").MasterPriority));
        Assert.Equal((null, null), (_bench.Status("outside").MasterAddress, _bench.Status("outside").MasterPriority));

        // Until the new master is heard there as well.
        _bench.Hear(200, Outside);
        Assert.Equal((Peer.ToIPAddress(), (byte?)200), (_bench.Status("outside").MasterAddress, _bench.Status("outside").MasterPriority));
    }

    [Fact]
    public void A_rival_that_says_goodbye_to_one_is_answered_for_all()
    {
        StartBoth();
        _bench.PassSeconds(20);
        _bench.Stack.Log.Clear();
        _bench.Hear(0, Outside);
        Assert.Equal((VrrpState.Master, VrrpState.Master, VrrpState.Master), States);
        Assert.Contains("announce 192.0.2.100", _bench.Stack.Log);
        Assert.Contains("announce 198.51.100.100", _bench.Stack.Log);
    }

    [Fact]
    public void A_fault_of_one_is_a_fault_of_all_until_it_is_over()
    {
        StartBoth();
        _bench.PassSeconds(4);
        _bench.Stack.SetLink("eth1", InnerLink, isUp: false);
        _bench.LinkChanged("eth1", InnerLink);
        Assert.Equal((VrrpState.Fault, VrrpState.Fault, VrrpState.Fault), States);
        Assert.Equal("another member of sync group pair is in fault", _bench.Status("outside").Reason);
        Assert.Contains("send 0", _bench.Stack.Log);

        // A second fault elsewhere keeps both down when the first one ends.
        _bench.Stack.SetLink("eth0", Link, isUp: false);
        _bench.LinkChanged();
        _bench.Stack.SetLink("eth1", InnerLink);
        _bench.LinkChanged("eth1", InnerLink);
        Assert.Equal((VrrpState.Fault, VrrpState.Fault, VrrpState.Fault), States);
        _bench.Stack.SetLink("eth0", Link);
        _bench.LinkChanged();
        Assert.Equal((VrrpState.Backup, VrrpState.Backup, VrrpState.Backup), States);
        _bench.PassSeconds(5);
        Assert.Equal((VrrpState.Master, VrrpState.Master, VrrpState.Master), States);
    }

    [Fact]
    public void A_member_that_starts_with_a_fault_faults_the_others()
    {
        _bench.Core.SetGroup(Group);
        _bench.Core.Start(Outside);
        _bench.Stack.SetLink("eth1", InnerLink, isUp: false);
        _bench.Core.Start(Inside);
        Assert.Equal((VrrpState.Fault, VrrpState.Fault, VrrpState.Fault), States);
    }

    [Fact]
    public void Owners_in_a_group_wait_for_each_other()
    {
        _bench.Core.SetGroup(Group);
        _bench.Core.Start(Outside with { Priority = 255 });
        _bench.Core.Start(Inside with { Priority = 255 });
        _bench.PassSeconds(0.01);
        Assert.Equal((VrrpState.Master, VrrpState.Master, VrrpState.Master), States);
    }

    [Fact]
    public void A_member_that_cannot_take_its_addresses_takes_the_group_down()
    {
        _bench.Stack.Refused.Add("add 198.51.100.100");
        StartBoth();
        _bench.PassSeconds(4);
        Assert.Equal((VrrpState.Fault, VrrpState.Fault, VrrpState.Fault), States);
        Assert.False(_bench.Has(Vip));
    }

    [Fact]
    public void A_rival_on_one_link_makes_every_member_tell_its_neighbours()
    {
        StartBoth();
        _bench.PassSeconds(20);
        _bench.Stack.Log.Clear();
        _bench.Hear(50, Outside);
        Assert.Equal(5, _bench.Stack.Log.Count(entry => entry == "announce 198.51.100.100"));
        Assert.Equal(5, _bench.Stack.Log.Count(entry => entry == "announce 192.0.2.100"));
    }

    [Fact]
    public void A_group_made_while_one_is_master_waits_for_the_other()
    {
        _bench.StartMaster(Outside);
        _bench.Core.Start(Inside);
        _bench.Core.SetGroup(Group);
        Assert.Equal((VrrpState.Master, VrrpState.Backup, VrrpState.Backup), States);

        // The other one hears a better master: then none of them can be.
        _bench.Hear(200, Inside, InnerPeer, InnerLink);
        Assert.Equal((VrrpState.Backup, VrrpState.Backup, VrrpState.Backup), States);
    }

    [Fact]
    public void Members_leave_with_the_group_and_go_on_by_themselves()
    {
        StartBoth();
        _bench.PassSeconds(4);
        _bench.Core.RemoveGroup("pair");
        _bench.Hear(200, Outside);
        Assert.Equal((VrrpState.Backup, VrrpState.Master), (_bench.Status("outside").State, _bench.Status("inside").State));
        Assert.Throws<VrrpEngineException>(() => _bench.Core.RemoveGroup("pair"));
    }

    [Fact]
    public void A_group_goes_on_without_a_member_that_stops_or_is_abandoned()
    {
        StartBoth();
        _bench.PassSeconds(4);
        _bench.Core.Stop("inside", abandon: true);
        Assert.Equal((VrrpState.Master, VrrpState.Master), (_bench.Status("outside").State, Assert.Single(_bench.Core.GetGroups()).State));
        _bench.Core.Stop("outside", abandon: false);
        Assert.Equal(VrrpState.Initialize, Assert.Single(_bench.Core.GetGroups()).State);
        Assert.Equal(long.MaxValue, _bench.Core.NextDeadline);
        Assert.Equal("/ga GROUP pair STOP 0", _bench.Host.Hooks[^1]);
    }

    [Fact]
    public void Tracks_of_the_group_count_for_every_member()
    {
        _bench.Core.SetGroup(Group with { Tracks = [new CallbackTrackOptions { Name = "nginx", Check = static _ => default, Weight = -30 }] });
        _bench.Core.Start(Outside);
        _bench.Core.Start(Inside);
        _bench.Host.Report("nginx", isUp: false);
        Assert.Equal((70, 70), (_bench.Status("outside").EffectivePriority, _bench.Status("inside").EffectivePriority));
        _bench.Core.SetGroup(Group);
        Assert.Equal((100, 100), (_bench.Status("outside").EffectivePriority, _bench.Status("inside").EffectivePriority));
        Assert.Empty(_bench.Host.Checks);
    }

    [Fact]
    public void An_instance_belongs_to_one_group()
    {
        _bench.Core.SetGroup(Group);
        Assert.Throws<VrrpEngineException>(() => _bench.Core.SetGroup(new SyncGroupOptions { Name = "other", Members = ["inside"] }));
    }

    private void StartBoth()
    {
        _bench.Core.SetGroup(Group);
        _bench.Core.Start(Outside);
        _bench.PassSeconds(0.2);
        _bench.Core.Start(Inside);
    }
}
