using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class VrrpIntervalTests
{
    [Theory]
    [InlineData(VrrpVersion.V2, 1000, 1)]
    [InlineData(VrrpVersion.V2, 255_000, 255)]
    [InlineData(VrrpVersion.V3, 10, 1)]
    [InlineData(VrrpVersion.V3, 1000, 100)]
    [InlineData(VrrpVersion.V3, 40_950, 4095)]
    public void Goes_there_and_back(VrrpVersion version, int milliseconds, int units)
    {
        var interval = TimeSpan.FromMilliseconds(milliseconds);
        Assert.True(VrrpInterval.TryToUnits(version, interval, out int converted));
        Assert.Equal(units, converted);
        Assert.Equal(interval, VrrpInterval.ToTimeSpan(version, units));
    }

    [Theory]
    [InlineData(VrrpVersion.V2, 0)]
    [InlineData(VrrpVersion.V2, 1500)]
    [InlineData(VrrpVersion.V2, 256_000)]
    [InlineData(VrrpVersion.V3, 0)]
    [InlineData(VrrpVersion.V3, 5)]
    [InlineData(VrrpVersion.V3, 40_960)]
    [InlineData(VrrpVersion.V3, -10)]
    public void Refuses_what_the_packet_cannot_say(VrrpVersion version, int milliseconds)
    {
        Assert.False(VrrpInterval.TryToUnits(version, TimeSpan.FromMilliseconds(milliseconds), out int units));
        Assert.Equal(0, units);
    }
}
