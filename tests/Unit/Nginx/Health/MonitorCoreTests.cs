using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Tests.Unit.Nginx.Health;

public sealed class MonitorCoreTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly MonitorOptions Options = new()
    {
        Interval = TimeSpan.FromSeconds(2),
        MaximumInterval = TimeSpan.FromSeconds(6),
        Jitter = 0,
        Rise = 2,
        Fall = 3,
        Debounce = TimeSpan.FromSeconds(1),
        ReloadInterval = TimeSpan.FromSeconds(5),
    };

    private DateTimeOffset _now = Start;

    [Fact]
    public void A_server_is_taken_out_after_fall_failures_and_the_debounce()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"));
        Fail(core, "a", 2);
        Assert.True(core.Plan(After(100)).IsEmpty);
        Fail(core, "a", 1);
        Assert.True(core.Plan(After(0.9)).IsEmpty);
        Assert.Equal([Key("a")], core.Plan(After(0.1)).TakeOut);
    }

    [Fact]
    public void A_success_in_between_begins_the_count_again()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"));
        Fail(core, "a", 2);
        Succeed(core, "a", 1);
        Fail(core, "a", 2);
        Assert.True(core.Plan(After(100)).IsEmpty);
        Assert.True(core.Snapshot()[0].Healthy);
    }

    [Fact]
    public void It_comes_back_after_rise_successes()
    {
        MonitorCore core = Make(Options, Server("a", DownOrigin.Monitor), Server("b"));
        Succeed(core, "a", 1);
        Assert.True(core.Plan(After(100)).IsEmpty);
        Succeed(core, "a", 1);
        Assert.Equal([Key("a")], core.Plan(After(1)).BringBack);
    }

    [Fact]
    public void A_flap_within_the_debounce_changes_nothing()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"));
        Fail(core, "a", 3);
        After(0.5);
        Succeed(core, "a", 2);
        Assert.True(core.Plan(After(100)).IsEmpty);
    }

    [Fact]
    public void Failures_at_nearly_the_same_time_make_one_plan_and_reloads_keep_their_distance()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"), Server("c"), Server("d"));
        Fail(core, "a", 3);
        After(0.5);
        Fail(core, "b", 3);
        Assert.Equal([Key("a"), Key("b")], core.Plan(After(0.5)).TakeOut);
        Apply(core, Server("a", DownOrigin.Monitor), Server("b", DownOrigin.Monitor), Server("c"), Server("d"));
        Fail(core, "c", 3);
        core.TakeDue(_now.AddDays(1));
        Assert.True(core.Plan(After(4.9)).IsEmpty);
        Assert.Equal(_now.AddSeconds(0.1), core.NextWake());
        Assert.Equal([Key("c")], core.Plan(After(0.1)).TakeOut);
    }

    [Fact]
    public void The_floor_keeps_the_last_to_fail_in_use_and_says_so()
    {
        MonitorCore core = Make(Options with { MinimumHealthy = 2 }, Server("a"), Server("b"), Server("c"));
        Fail(core, "c", 3);
        After(0.1);
        Fail(core, "a", 3);
        After(0.1);
        Fail(core, "b", 3);
        Assert.Equal([Key("c")], core.Plan(After(10)).TakeOut);
        Assert.Equal([Key("a"), Key("b")], core.Snapshot().Where(server => server.Spared).Select(server => server.Key));
    }

    [Fact]
    public void When_a_spared_server_recovers_nothing_changes_and_when_another_one_does_the_spared_goes()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"));
        Fail(core, "a", 3);
        After(0.1);
        Fail(core, "b", 3);
        Assert.Equal([Key("a")], core.Plan(After(1)).TakeOut);
        Apply(core, Server("a", DownOrigin.Monitor), Server("b"));
        Succeed(core, "a", 2);
        MonitorPlan plan = core.Plan(After(10));
        Assert.Equal([Key("b")], plan.TakeOut);
        Assert.Equal([Key("a")], plan.BringBack);
    }

    [Fact]
    public void What_a_person_marked_down_is_never_brought_back_and_does_not_count_for_the_floor()
    {
        MonitorCore core = Make(Options, Server("a", DownOrigin.Person), Server("b"), Server("c"));
        Succeed(core, "a", 5);
        Fail(core, "b", 3);
        After(0.1);
        Fail(core, "c", 3);
        MonitorPlan plan = core.Plan(After(10));
        Assert.Equal([Key("b")], plan.TakeOut);
        Assert.Empty(plan.BringBack);
    }

    [Fact]
    public void When_a_person_takes_out_the_last_healthy_one_a_marked_one_comes_back()
    {
        MonitorCore core = Make(Options, Server("a", DownOrigin.Monitor), Server("b"));
        core.Reconcile([Server("a", DownOrigin.Monitor), Server("b", DownOrigin.Person)], _now);
        Assert.Equal([Key("a")], core.Plan(After(1)).BringBack);
    }

    [Fact]
    public void Upstreams_have_floors_of_their_own()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"), Server("x", upstream: "other"));
        Fail(core, "a", 3);
        core.Report(Key("x", "other"), false, string.Empty, TimeSpan.Zero, _now);
        core.Report(Key("x", "other"), false, string.Empty, TimeSpan.Zero, _now);
        core.Report(Key("x", "other"), false, string.Empty, TimeSpan.Zero, _now);
        Assert.Equal([Key("a")], core.Plan(After(1)).TakeOut);
    }

    [Fact]
    public void When_everything_fails_at_once_one_plan_takes_out_all_but_the_floor()
    {
        ConfiguredServer[] servers = [.. Enumerable.Range(0, 20_000).Select(i => Server($"s{i}", upstream: $"u{i % 4}"))];
        MonitorCore core = Make(Options with { Fall = 1, MinimumHealthy = 10 }, servers);
        foreach (ConfiguredServer server in servers)
        {
            Assert.True(core.Report(server.Key, false, "no route", TimeSpan.Zero, _now));
        }

        MonitorPlan plan = core.Plan(After(1));
        Assert.Equal((19_960, 0), (plan.TakeOut.Count, plan.BringBack.Count));
        Assert.Equal(40, core.Snapshot().Count(server => server.Spared));
        Assert.Equal(Enumerable.Range(0, 4).Select(i => new UpstreamSummary(UpstreamProtocol.Http, $"u{i}", 5_000, 5_000, 0)), core.Summarize());
        Assert.Equal(core.Summarize(), UpstreamSummary.Of(core.Snapshot()));
    }

    [Fact]
    public void A_plan_that_cannot_be_carried_out_is_tried_again_at_growing_distances()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"));
        Fail(core, "a", 3);
        Assert.False(core.Plan(After(1)).IsEmpty);
        foreach (double wait in new[] { 1.0, 2, 4, 8, 16, 32, 60, 60 })
        {
            core.Applied(false, _now);
            Assert.True(core.Plan(After(wait - 0.01)).IsEmpty);
            Assert.Equal([Key("a")], core.Plan(After(0.01)).TakeOut);
        }
    }

    [Fact]
    public void A_read_only_monitor_plans_nothing()
    {
        MonitorCore core = Make(Options with { ReadOnly = true }, Server("a"), Server("b"));
        Fail(core, "a", 10);
        Assert.True(core.Plan(After(100)).IsEmpty);
        Assert.False(core.Snapshot()[0].Healthy);
    }

    [Fact]
    public void Questions_come_each_interval_and_slow_down_while_a_server_stays_unhealthy()
    {
        MonitorCore core = Make(Options, Server("a"));
        var distances = new List<double>();
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal([Key("a")], core.TakeDue(_now).Select(due => due.Key));
            Assert.Empty(core.TakeDue(_now));
            Assert.Null(core.NextWake());
            core.Report(Key("a"), i == 7, string.Empty, TimeSpan.Zero, _now);
            DateTimeOffset next = core.NextWake()!.Value;
            distances.Add((next - _now).TotalSeconds);
            _now = next;
        }

        Assert.Equal([2, 2, 3, 4.5, 6, 6, 6, 2, 3], distances);
    }

    [Fact]
    public void Jitter_stays_within_its_part_of_the_interval()
    {
        double chosen = 0;
        var core = new MonitorCore(Options with { Jitter = 0.25 }, () => chosen);
        chosen = 0.5;
        core.Reconcile([Server("a")], Start);
        Assert.Equal(Start.AddSeconds(1), core.NextWake());
        foreach ((double random, double seconds) in new[] { (0.0, 1.5), (0.5, 2.0), (1.0, 2.5) })
        {
            chosen = random;
            DateTimeOffset asked = core.NextWake()!.Value;
            core.TakeDue(asked);
            core.Report(Key("a"), true, string.Empty, TimeSpan.Zero, asked);
            Assert.Equal(asked.AddSeconds(seconds), core.NextWake());
        }
    }

    [Fact]
    public void What_is_known_survives_a_change_of_the_configuration_and_what_is_gone_is_forgotten()
    {
        MonitorCore core = Make(Options, Server("a"), Server("b"));
        Fail(core, "a", 2);
        core.Reconcile([Server("b"), Server("a"), Server("c")], _now);
        Fail(core, "a", 1);
        Assert.Equal([null, false, null], core.Snapshot().Select(server => server.Healthy));
        core.Reconcile([Server("b")], _now);
        Assert.False(core.Report(Key("a"), true, string.Empty, TimeSpan.Zero, _now));
        Assert.Equal([Key("b")], core.Snapshot().Select(server => server.Key));
    }

    [Fact]
    public void The_interval_goes_from_question_to_question_unless_the_answer_takes_longer()
    {
        MonitorCore core = Make(Options, Server("a"));
        core.TakeDue(_now);
        core.Report(Key("a"), true, string.Empty, TimeSpan.FromSeconds(1.5), After(1.5));
        Assert.Equal(Start.AddSeconds(2), core.NextWake());
        core.TakeDue(After(0.5));
        core.Report(Key("a"), false, string.Empty, TimeSpan.FromSeconds(3), After(3));
        Assert.Equal(Start.AddSeconds(5), core.NextWake());
    }

    [Fact]
    public void A_question_without_an_answer_is_asked_again()
    {
        MonitorCore core = Make(Options, Server("a"));
        core.TakeDue(_now);
        core.Abandon(Key("a"), _now);
        Assert.Equal(Start.AddSeconds(2), core.NextWake());
    }

    private static ServerKey Key(string address, string upstream = "app") => new(UpstreamProtocol.Http, upstream, address, 0);

    private static ConfiguredServer Server(string address, DownOrigin down = DownOrigin.None, string upstream = "app") =>
        new(Key(address, upstream), new HealthTarget(new ServerAddress(address, 80, null), upstream), down);

    private MonitorCore Make(MonitorOptions options, params ConfiguredServer[] servers)
    {
        var core = new MonitorCore(options, () => 0.5);
        core.Reconcile(servers, _now);
        return core;
    }

    private void Apply(MonitorCore core, params ConfiguredServer[] servers)
    {
        core.Reconcile(servers, _now);
        core.Applied(true, _now);
    }

    private DateTimeOffset After(double seconds) => _now += TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));

    private void Fail(MonitorCore core, string address, int times) => Report(core, address, false, times);

    private void Succeed(MonitorCore core, string address, int times) => Report(core, address, true, times);

    private void Report(MonitorCore core, string address, bool success, int times)
    {
        for (int i = 0; i < times; i++)
        {
            core.Report(Key(address), success, success ? "status 200" : "connection refused", TimeSpan.FromMilliseconds(1), _now);
        }
    }
}
