using NginxHa.Vrrp.Tracking;

namespace NginxHa.Tests.Unit.Vrrp.Tracking;

public sealed class TrackStateTests
{
    [Theory]
    [InlineData(1, 1, null, "+", "+")]
    [InlineData(1, 1, null, "-", "-")]
    [InlineData(3, 3, null, "+", "+")]
    [InlineData(3, 3, null, "-", "-")]
    [InlineData(2, 3, true, "--", "++")]
    [InlineData(2, 3, true, "---", "++-")]
    [InlineData(2, 3, true, "--+--", "+++++")]
    [InlineData(2, 3, true, "---+-+", "++----")]
    [InlineData(2, 3, true, "---++", "++--+")]
    [InlineData(2, 1, false, "++", "-+")]
    public void Runs_of_results_decide(int rise, int fall, bool? initial, string results, string states)
    {
        var state = new TrackState(rise, fall, initial);
        string seen = "";
        foreach (char result in results)
        {
            bool? before = state.IsUp;
            bool changed = state.Report(result == '+');
            Assert.Equal(before != state.IsUp, changed);
            seen += state.IsUp == true ? '+' : '-';
        }

        Assert.Equal(states, seen);
    }

    [Fact]
    public void Before_the_first_result_nothing_is_known_unless_declared()
    {
        Assert.Null(new TrackState(1, 1, null).IsUp);
        Assert.True(new TrackState(1, 1, true).IsUp);
        Assert.False(new TrackState(1, 1, false).IsUp);
    }
}
