using System.Net;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using NginxHa.Tests.Unit.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Tracking;

/// <summary>What tracks do to instances.</summary>
public sealed class TracksInCoreTests
{
    private readonly CoreBench _bench = new();

    [Fact]
    public void A_track_with_a_weight_changes_the_priority_and_says_why()
    {
        _bench.StartMaster(Web with { Tracks = [Check("nginx", weight: -30)] });
        _bench.Host.Report("nginx", isUp: true, "HTTP 200");
        Assert.Equal(100, _bench.Status().EffectivePriority);
        _bench.Host.Report("nginx", isUp: false, "HTTP 503");
        VrrpInstanceStatus status = _bench.Status();
        Assert.Equal((70, "100 - 30 (nginx down) = 70"), (status.EffectivePriority, status.PriorityReason));
        TrackStatus track = Assert.Single(status.Tracks);
        Assert.Equal(("nginx", "Callback", false, -30, "HTTP 503"), (track.Name, track.Kind, track.IsUp, track.Contribution, track.Detail));
        Assert.Contains(_bench.Host.Events, e => e.Kind == VrrpEventKind.TrackChanged && e.Reason == "track nginx is down: HTTP 503");
        Assert.Contains(_bench.Host.Events, e => e is { Kind: VrrpEventKind.PriorityChanged, Priority: 70 });
        _bench.PassSeconds(1);
        Assert.Equal(70, _bench.Stack.Ports[0].Last[2]);
    }

    [Fact]
    public void A_track_without_a_weight_is_a_fault_and_the_peer_is_told()
    {
        _bench.StartMaster(Web with { Tracks = [Check("nginx", initiallyUp: true)] });
        _bench.Stack.Log.Clear();
        _bench.Host.Report("nginx", isUp: false, "HTTP 503");
        Assert.Equal((VrrpState.Fault, "track nginx is down (HTTP 503)"), (_bench.Status().State, _bench.Status().Reason));
        Assert.Equal(["send 0", "remove 192.0.2.100/24"], _bench.Stack.Log);
        _bench.Host.Report("nginx", isUp: true);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void The_first_result_is_waited_for_without_calling_anyone()
    {
        _bench.Core.Start(Web with { Tracks = [Check("nginx")], Hooks = new VrrpHooks { Fault = new VrrpHook { Program = "/f" } } });
        Assert.Equal((VrrpState.Fault, "waiting for the first result of track nginx"), (_bench.Status().State, _bench.Status().Reason));
        Assert.Empty(_bench.Host.Hooks);
        _bench.Host.Report("nginx", isUp: true);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void A_fault_found_while_waiting_does_call()
    {
        _bench.Core.Start(Web with { Tracks = [Check("nginx")], Hooks = new VrrpHooks { Fault = new VrrpHook { Program = "/f" } } });
        _bench.Host.Report("nginx", isUp: false);
        Assert.Equal("/f", Assert.Single(_bench.Host.Hooks));
    }

    [Fact]
    public void Rise_and_fall_are_counted()
    {
        _bench.StartMaster(Web with { Tracks = [Check("nginx", initiallyUp: true) with { Rise = 2, Fall = 3 }] });
        _bench.Host.Report("nginx", isUp: false);
        _bench.Host.Report("nginx", isUp: false);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
        _bench.Host.Report("nginx", isUp: false);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        _bench.Host.Report("nginx", isUp: true);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        _bench.Host.Report("nginx", isUp: true);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    [Fact]
    public void An_interface_is_followed_by_its_events()
    {
        _bench.Stack.SetLink("eth1", 3);
        _bench.StartMaster(Web with { Tracks = [new InterfaceTrackOptions { Name = "uplink", Interface = "eth1", Weight = 0 }] });
        _bench.Stack.SetLink("eth1", 3, isUp: false);
        _bench.LinkChanged("eth1", 3);
        Assert.Equal((VrrpState.Fault, "track uplink is down (down)"), (_bench.Status().State, _bench.Status().Reason));
        _bench.Stack.SetLink("eth1", 3);
        _bench.LinkChanged("eth1", 3);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        _bench.Stack.RemoveLink("eth1");
        _bench.LinkChanged("eth1", 3);
        Assert.Equal("track uplink is down (no such interface)", _bench.Status().Reason);
    }

    [Fact]
    public void The_same_check_is_run_once_whatever_each_makes_of_it()
    {
        var script = new ScriptTrackOptions { Name = "s", Program = "/bin/true", Arguments = ["x"], InitiallyUp = true, Weight = -10 };
        _bench.Core.Start(Web with { Tracks = [script] });
        _bench.Core.Start(Web with { Name = "two", VirtualRouterId = 52, VirtualAddresses = [Address("192.0.2.102", 24)], Tracks = [script with { Arguments = ["x"], Weight = -20 }] });
        _bench.Core.Start(Web with { Name = "three", VirtualRouterId = 53, VirtualAddresses = [Address("192.0.2.103", 24)], Tracks = [script with { Arguments = ["y"] }] });
        Assert.Equal(2, _bench.Host.Checks.Count);
        _bench.Host.Checks[0].Report(new TrackResult(false));
        Assert.Equal((90, 80, 100), (_bench.Status().EffectivePriority, _bench.Status("two").EffectivePriority, _bench.Status("three").EffectivePriority));

        // It runs until its last user has gone.
        _bench.Core.Stop("web", abandon: false);
        Assert.Equal(2, _bench.Host.Checks.Count);
        _bench.Core.Stop("two", abandon: true);
        Assert.Single(_bench.Host.Checks);
        _bench.Core.Stop("three", abandon: false);
        Assert.Empty(_bench.Host.Checks);
    }

    [Fact]
    public void A_late_result_of_a_check_that_nobody_uses_is_dropped()
    {
        _bench.Core.Start(Web with { Tracks = [Check("nginx", initiallyUp: true)] });
        Action<TrackResult> report = _bench.Host.Checks[0].Report;
        _bench.Core.Stop("web", abandon: false);
        int events = _bench.Host.Events.Count;
        report(new TrackResult(false));
        Assert.Equal(events, _bench.Host.Events.Count);
    }

    [Fact]
    public void The_number_of_a_file_moves_the_priority_each_time_it_changes()
    {
        _bench.Core.Start(Web with { Tracks = [new FileTrackOptions { Name = "f", Path = "/f", Weight = 2 }] });
        _bench.Host.Report("f", isUp: true, value: 10);
        Assert.Equal(120, _bench.Status().EffectivePriority);
        _bench.Host.Report("f", isUp: true, value: -10);
        Assert.Equal(80, _bench.Status().EffectivePriority);
        _bench.Host.Report("f", isUp: true, value: -127);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
    }

    [Fact]
    public void Tracks_may_come_and_go_while_running()
    {
        _bench.StartMaster(Web with { Tracks = [Check("a", weight: 10), Check("b", weight: 20)] });
        _bench.Host.Report("a", isUp: true);
        _bench.Host.Report("b", isUp: true);
        Assert.Equal(130, _bench.Status().EffectivePriority);
        Action<TrackResult> kept = _bench.Host.Checks.Single(check => check.Options.Name == "a").Report;
        _bench.Core.Update(_bench.Status().Options with { Tracks = [Check("a", weight: 15), Check("c", weight: 1)] });
        Assert.Equal(115, _bench.Status().EffectivePriority);
        Assert.Same(kept, _bench.Host.Checks.Single(check => check.Options.Name == "a").Report);
        Assert.Equal(["a", "c"], _bench.Host.Checks.Select(check => check.Options.Name));
    }

    [Fact]
    public void A_gateway_that_answers_is_a_witness()
    {
        _bench.Stack.Gateways[(Link, IPv4)] = InetAddress.Parse("192.0.2.254");
        _bench.StartWith(Web with { Tracks = [new GatewayTrackOptions { Name = "gw", Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromMilliseconds(300), Fall = 2 }] });
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        Assert.Contains("ask 192.0.2.254", _bench.Stack.Log);
        _bench.Core.OnNeighbour(Link, InetAddress.Parse("192.0.2.254"), 5);
        Assert.Equal((VrrpState.Backup, "192.0.2.254 answered in 0 ms"), (_bench.Status().State, Assert.Single(_bench.Status().Tracks).Detail));

        // Two questions without an answer are two failures.
        _bench.PassSeconds(1.4);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        _bench.PassSeconds(1);
        Assert.Equal((VrrpState.Fault, "track gw is down (no answer)"), (_bench.Status().State, _bench.Status().Reason));
        _bench.Core.OnNeighbour(Link, InetAddress.Parse("192.0.2.77"), 5);
        Assert.Equal(VrrpState.Fault, _bench.Status().State);
        _bench.Core.Stop("web", abandon: false);
        Assert.Contains("unprobe 192.0.2.254", _bench.Stack.Log);
        Assert.Equal(long.MaxValue, _bench.Core.NextDeadline);
    }

    [Fact]
    public void A_missing_gateway_is_a_failure_and_a_named_one_needs_no_route()
    {
        _bench.StartWith(Web with { Tracks = [new GatewayTrackOptions { Name = "gw" }] });
        Assert.Equal("track gw is down (the interface has no default gateway)", _bench.Status().Reason);
        _bench.Core.Update(Web with { Tracks = [new GatewayTrackOptions { Name = "gw", Gateway = IPAddress.Parse("192.0.2.1") }] });
        _bench.PassSeconds(0);
        _bench.Core.OnNeighbour(Link, InetAddress.Parse("192.0.2.1"), 5);
        Assert.Equal(VrrpState.Backup, _bench.Status().State);
    }

    private static CallbackTrackOptions Check(string name, int weight = 0, bool? initiallyUp = null) =>
        new() { Name = name, Check = Never, Weight = weight, InitiallyUp = initiallyUp };

    private static ValueTask<TrackResult> Never(CancellationToken cancellationToken) => throw new NotSupportedException();
}
