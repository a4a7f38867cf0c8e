using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

public sealed class AnnouncementTests
{
    private readonly CoreBench _bench = new();

    private int Announced => _bench.Stack.Log.Count(entry => entry.StartsWith("announce", StringComparison.Ordinal));

    [Fact]
    public void Five_at_once_and_five_more_after_five_seconds()
    {
        Become(new GratuitousArpOptions());
        Assert.Equal(5, Announced);
        _bench.PassSeconds(4.9);
        Assert.Equal(5, Announced);
        _bench.PassSeconds(0.2);
        Assert.Equal(10, Announced);
        _bench.PassSeconds(60);
        Assert.Equal((10, 10), (Announced, _bench.Status().Statistics.AnnouncementsSent));
    }

    [Fact]
    public void Without_a_delay_there_is_no_second_round()
    {
        Become(new GratuitousArpOptions { Delay = TimeSpan.Zero, Repeat = 2 });
        _bench.PassSeconds(60);
        Assert.Equal(2, Announced);
    }

    [Fact]
    public void A_refresh_goes_on_while_master()
    {
        Become(new GratuitousArpOptions { Repeat = 1, Refresh = TimeSpan.FromSeconds(10), RefreshRepeat = 2 });
        _bench.PassSeconds(46);
        Assert.Equal(2 + (4 * 2), Announced);
        _bench.Hear(200);
        for (int i = 0; i < 60; i++)
        {
            _bench.PassSeconds(1);
            _bench.Hear(200);
        }

        Assert.Equal(VrrpState.Backup, _bench.Status().State);
        Assert.Equal(2 + (4 * 2), Announced);
    }

    [Fact]
    public void After_a_healed_split_brain_the_survivor_speaks_and_tells_the_neighbours_again()
    {
        Become(new GratuitousArpOptions());
        _bench.PassSeconds(20);
        long sent = _bench.Status().Statistics.AdvertisementsSent;
        _bench.Stack.Log.Clear();
        _bench.Hear(50);
        Assert.Equal((5, sent + 1), (Announced, _bench.Status().Statistics.AdvertisementsSent));
        Assert.Equal("send 100", _bench.Stack.Log[0]);
        _bench.PassSeconds(6);
        Assert.Equal(10, Announced);
        Assert.Contains(_bench.Host.Events, e => e.Kind == VrrpEventKind.LowerPriorityReceived && e.Reason == "192.0.2.20 advertises the lower priority 50");
    }

    [Fact]
    public void A_rival_that_was_never_heard_says_goodbye_and_the_neighbours_are_told_again()
    {
        Become(new GratuitousArpOptions { Delay = TimeSpan.Zero });
        _bench.PassSeconds(20);
        _bench.Stack.Log.Clear();
        _bench.Hear(0);
        Assert.Equal("send 100", _bench.Stack.Log[0]);
        Assert.Equal(5, Announced);
    }

    [Fact]
    public void An_announcement_that_came_too_early_is_made_up_for()
    {
        Become(new GratuitousArpOptions { Delay = TimeSpan.Zero, Repeat = 1 });
        _bench.PassSeconds(20);
        _bench.Stack.Log.Clear();
        _bench.Hear(50);
        _bench.PassSeconds(0.3);
        _bench.Hear(0);
        Assert.Equal(1, Announced);
        _bench.PassSeconds(0.6);
        Assert.Equal(1, Announced);
        _bench.PassSeconds(0.2);
        Assert.Equal(2, Announced);
        _bench.PassSeconds(60);
        Assert.Equal(2, Announced);
    }

    [Fact]
    public void A_rival_that_does_not_hear_us_is_told_of_once_a_second()
    {
        _bench.StartMaster(Web with { Hooks = new VrrpHooks { LowerPriorityReceived = new VrrpHook { Program = "/l" } } });
        for (int i = 0; i < 250; i++)
        {
            _bench.Hear(50);
            _bench.PassSeconds(0.01);
        }

        Assert.Equal((3, 3), (_bench.Host.Hooks.Count, _bench.Host.Events.Count(e => e.Kind == VrrpEventKind.LowerPriorityReceived)));
    }

    [Fact]
    public void A_flood_of_lower_adverts_makes_no_flood_of_announcements()
    {
        Become(new GratuitousArpOptions { LowerPriorityRepeat = 1, LowerPriorityDelay = TimeSpan.FromSeconds(2) });
        _bench.PassSeconds(20);
        _bench.Stack.Log.Clear();
        for (int i = 0; i < 100; i++)
        {
            _bench.Hear(50);
            _bench.PassSeconds(0.01);
        }

        Assert.InRange(Announced, 1, 2);
        int before = Announced;
        _bench.PassSeconds(3);
        Assert.Equal(before + 1, Announced);
    }

    [Fact]
    public void Pauses_are_kept_on_an_interface_across_instances()
    {
        var paced = new GratuitousArpOptions { Repeat = 3, Delay = TimeSpan.Zero, ArpInterval = TimeSpan.FromMilliseconds(10) };
        _bench.Core.Start(Web with { GratuitousArp = paced });
        _bench.Core.Start(Web with { Name = "two", VirtualRouterId = 52, VirtualAddresses = [Address("192.0.2.102", 24)], GratuitousArp = paced });
        _bench.Stack.Log.Clear();
        _bench.PassSeconds(3.61);
        Assert.Equal((VrrpState.Master, VrrpState.Master), (_bench.Status().State, _bench.Status("two").State));
        Assert.InRange(Announced, 1, 2);
        _bench.Pass(TimeSpan.FromMilliseconds(30));
        Assert.InRange(Announced, 3, 5);
        _bench.Pass(TimeSpan.FromMilliseconds(40));
        Assert.Equal(6, Announced);
    }

    [Fact]
    public void A_round_names_every_address_in_turn()
    {
        Become(new GratuitousArpOptions { Repeat = 2 }, Web with { VirtualAddresses = [Address("192.0.2.100", 24), Address("192.0.2.101", 24)] });
        Assert.Equal(
            ["announce 192.0.2.100", "announce 192.0.2.101", "announce 192.0.2.100", "announce 192.0.2.101"],
            _bench.Stack.Log.Where(entry => entry.StartsWith("announce", StringComparison.Ordinal)));
    }

    private void Become(GratuitousArpOptions announcements, VrrpInstanceOptions? options = null)
    {
        _bench.Core.Start((options ?? Web) with { GratuitousArp = announcements });
        _bench.PassSeconds(3.61);
        Assert.Equal(VrrpState.Master, _bench.Status().State);
    }
}
