using NginxHa.Nginx.Measurement;

namespace NginxHa.Tests.Unit.Nginx;

public sealed class AvailabilityWindowTests
{
    private static readonly DateTimeOffset Origin = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Uri Service = new("http://192.0.2.10/");
    private readonly AvailabilityWindow _window = new(TimeSpan.Zero, Ms(50));

    [Fact]
    public void A_steady_service_has_no_outage_and_its_interval_as_the_longest_gap()
    {
        for (int at = 0; at < 1000; at += 5)
        {
            Answer(at, at + 1, "a");
        }

        AvailabilityReport report = Report(1000);
        Assert.Equal((200, 0, 0), (report.Requests, report.Failed, report.Pending));
        Assert.Equal(Ms(5), report.LongestGap);
        Assert.Equal(Ms(5), report.LongestSpacing);
        Assert.Equal((Ms(1), Ms(1)), (report.MeanLatency, report.LongestLatency));
        Assert.Empty(report.Outages);
        Assert.Equal(1, report.Availability);
        ServingPeriod period = Assert.Single(report.Timeline);
        Assert.Equal(("a", 200), (period.Server, period.Requests));
        Assert.Equal(Ms(995), period.Duration);
    }

    [Fact]
    public void Requests_that_hang_are_counted_to_the_outage_that_was_over_before_they_failed()
    {
        Answer(0, 1, "a");
        for (int at = 5; at < 300; at += 5)
        {
            _window.Begin(Ms(at));
        }

        for (int at = 300; at < 500; at += 5)
        {
            Answer(at, at + 2, "b");
        }

        for (int at = 5; at < 300; at += 5)
        {
            _window.Fail(Ms(at), Ms(at + 500), "TimedOut");
        }

        AvailabilityReport report = Report(900);
        Outage outage = report.Outages[0];
        Assert.Equal((Origin + Ms(1), Ms(301), 59L), (outage.Started, outage.Duration, outage.FailedRequests));
        Assert.Equal(("a", "b", true), (outage.ServerBefore, outage.ServerAfter, outage.IsOver));
        Assert.Equal(59, report.FailureReasons["TimedOut"]);
        Assert.Equal(["a", "b"], report.Timeline.Select(period => period.Server));
    }

    [Fact]
    public void An_answer_that_comes_late_does_not_shorten_the_outage()
    {
        Answer(0, 1, "a");
        _window.Begin(Ms(10));
        Answer(400, 401, "b");
        _window.CountAnswer(Ms(392));
        _window.Hear(Ms(402), "b");

        AvailabilityReport report = Report(410);
        Assert.Equal(Ms(400), report.LongestGap);
        Assert.Equal(Origin + Ms(1), report.LongestGapStarted);
        Assert.Equal(0, report.Failed);
        Assert.Equal(0, Assert.Single(report.Outages).FailedRequests);
        Assert.Equal(Ms(392), report.LongestLatency);
    }

    [Fact]
    public void One_lost_request_among_answered_ones_is_a_failure_and_no_outage()
    {
        Answer(0, 1, "a");
        _window.Begin(Ms(5));
        for (int at = 10; at <= 520; at += 5)
        {
            Answer(at, at + 1, "a");
        }

        _window.Fail(Ms(5), Ms(505), "TimedOut");
        AvailabilityReport report = Report(521);
        Assert.Equal(1, report.Failed);
        Assert.Empty(report.Outages);
        Assert.Equal(Ms(10), report.LongestGap);
    }

    [Fact]
    public void An_outage_that_goes_on_is_reported_as_such()
    {
        Answer(0, 1, "a");
        _window.Begin(Ms(5));
        _window.Fail(Ms(5), Ms(6), "ConnectionRefused");

        Outage outage = Assert.Single(Report(81).Outages);
        Assert.Equal((Ms(80), 1L, false), (outage.Duration, outage.FailedRequests, outage.IsOver));
        Assert.Null(outage.ServerAfter);
        Assert.Equal(Ms(80), Report(81).LongestGap);
    }

    [Fact]
    public void A_service_that_never_answered_is_one_outage_from_the_start()
    {
        _window.Begin(Ms(0));
        _window.Fail(Ms(0), Ms(1), "ConnectionRefused");

        AvailabilityReport report = Report(200);
        Assert.Equal((Ms(200), 1L), (report.LongestGap, Assert.Single(report.Outages).FailedRequests));
        Assert.Equal(0, report.Availability);
    }

    [Fact]
    public void A_closed_window_does_not_grow_and_settles_with_its_last_request()
    {
        Answer(0, 1, "a");
        _window.Begin(Ms(5));
        _window.Close(Ms(10));
        Assert.False(_window.IsSettled);
        _window.Fail(Ms(5), Ms(505), "TimedOut");
        Assert.True(_window.IsSettled);

        AvailabilityReport report = Report(2000);
        Assert.Equal((Ms(10), Ms(9)), (report.Elapsed, report.LongestGap));
    }

    [Fact]
    public void The_pause_between_two_requests_shows_when_the_measuring_machine_was_busy()
    {
        Answer(0, 1, "a");
        Answer(90, 91, "a");

        Assert.Equal(Ms(90), Report(91).LongestSpacing);
        var next = new AvailabilityWindow(Ms(100), Ms(50), _window.LastServer, _window.LastBegin);
        next.Begin(Ms(130));
        Assert.Equal(Ms(40), next.Report(Service, Ms(131), offset => Origin + offset).LongestSpacing);
    }

    [Fact]
    public void A_service_that_flaps_for_days_does_not_fill_the_memory()
    {
        for (int i = 0; i < 3 * AvailabilityWindow.MaximumKept; i++)
        {
            Answer(i * 100, (i * 100) + 1, i % 2 == 0 ? "a" : "b");
        }

        AvailabilityReport report = Report(3 * AvailabilityWindow.MaximumKept * 100);
        Assert.InRange(report.Outages.Count, AvailabilityWindow.MaximumKept / 2, AvailabilityWindow.MaximumKept + 1);
        Assert.InRange(report.Timeline.Count, AvailabilityWindow.MaximumKept / 2, AvailabilityWindow.MaximumKept);
        Assert.Equal(3 * AvailabilityWindow.MaximumKept, report.Requests);
    }

    private static TimeSpan Ms(double value) => TimeSpan.FromMilliseconds(value);

    private void Answer(int began, int at, string server)
    {
        _window.Begin(Ms(began));
        _window.CountAnswer(Ms(at - began));
        _window.Hear(Ms(at), server);
    }

    private AvailabilityReport Report(double at) => _window.Report(Service, Ms(at), offset => Origin + offset);
}
