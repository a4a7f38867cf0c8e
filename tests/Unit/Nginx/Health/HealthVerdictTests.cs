using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Tests.Unit.Nginx.Health;

public sealed class HealthVerdictTests
{
    [Theory]
    [InlineData(3, 3, 0, 2, true, "app: 3 of 3 healthy, 2 wanted")]
    [InlineData(3, 1, 0, 2, false, "app: 1 of 3 healthy, 2 wanted")]
    [InlineData(3, 3, 2, 2, null, "app: 1 of 3 healthy, 2 not judged yet, 2 wanted")]
    [InlineData(3, 3, 1, 2, true, "app: 2 of 3 healthy, 1 not judged yet, 2 wanted")]
    [InlineData(3, 1, 1, 2, false, "app: 0 of 3 healthy, 1 not judged yet, 2 wanted")]
    public void Servers_that_are_not_judged_yet_leave_it_open_only_where_they_could_decide(int total, int healthy, int pending, int minimum, bool? enough, string reason) =>
        Assert.Equal(new HealthVerdict(enough, reason), HealthVerdict.Of([Upstream("app", total, healthy, pending)], minimum, null));

    [Fact]
    public void The_worst_upstream_decides_unless_one_is_named()
    {
        UpstreamSummary[] upstreams = [Upstream("good", 2, 2), Upstream("starting", 2, 2, 2), Upstream("bad", 2, 0), Upstream("worse", 1, 0) with { Protocol = UpstreamProtocol.Stream }];
        Assert.Equal(new HealthVerdict(false, "bad: 0 of 2 healthy, 1 wanted"), HealthVerdict.Of(upstreams, 1, null));
        Assert.True(HealthVerdict.Of(upstreams, 1, "good").IsEnough);
        Assert.Null(HealthVerdict.Of(upstreams[..2], 1, null).IsEnough);
        Assert.Equal(new HealthVerdict(false, "no upstream 'GOOD' is watched"), HealthVerdict.Of(upstreams, 1, "GOOD"));
        Assert.Equal(new HealthVerdict(false, "no upstream is watched"), HealthVerdict.Of([], 1, null));
    }

    private static UpstreamSummary Upstream(string name, int total, int healthy, int pending = 0) => new(UpstreamProtocol.Http, name, total, healthy, healthy, pending);
}
