using NginxHa.Vrrp.Runtime.Loop;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

public sealed class LatenessRecordTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void Worst_is_kept_for_half_a_minute_at_least_and_a_minute_at_most()
    {
        var record = new LatenessRecord(threshold: 20);
        record.Add(100, 0);
        record.Add(5, 20 * Second);
        Assert.Equal(100, record.WorstAt(29 * Second).Ticks);
        record.Add(7, 31 * Second);
        Assert.Equal(100, record.WorstAt(59 * Second).Ticks);
        Assert.Equal(7, record.WorstAt(61 * Second).Ticks);
        Assert.Equal(0, record.WorstAt(1000 * Second).Ticks);
    }

    [Fact]
    public void Only_what_is_over_the_threshold_is_counted()
    {
        var record = new LatenessRecord(threshold: 20);
        record.Add(20, 0);
        record.Add(21, 1);
        record.Add(0, 2);
        Assert.Equal(1, record.Count);
    }
}
