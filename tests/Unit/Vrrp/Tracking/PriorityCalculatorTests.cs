using NginxHa.Vrrp.Tracking;

namespace NginxHa.Tests.Unit.Vrrp.Tracking;

public sealed class PriorityCalculatorTests
{
    [Theory]
    [InlineData(100, 0, 100)]
    [InlineData(100, -20, 80)]
    [InlineData(100, 500, 254)]
    [InlineData(100, -500, 1)]
    [InlineData(255, -500, 255)]
    [InlineData(254, 1, 254)]
    public void The_sum_stays_between_1_and_254_and_the_owner_keeps_255(byte configured, int sum, byte effective) =>
        Assert.Equal(effective, PriorityCalculator.Effective(configured, sum));

    [Fact]
    public void The_sentence_says_what_counts()
    {
        Assert.Equal("100", PriorityCalculator.Describe(100, [(0, "x up")]));
        Assert.Equal("100 - 20 (nginx down) + 5 (disk up) = 85", PriorityCalculator.Describe(100, [(-20, "nginx down"), (5, "disk up")]));
        Assert.Equal("255 (address owner)", PriorityCalculator.Describe(255, [(-20, "nginx down")]));
    }
}
