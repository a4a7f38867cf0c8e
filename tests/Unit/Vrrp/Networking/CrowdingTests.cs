using NginxHa.Vrrp.Networking.Linux;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

/// <summary>When a second look at the advertisements is worth its cost.</summary>
public class CrowdingTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;

    [Fact]
    public void One_that_comes_alone_has_none_waited_for()
    {
        var crowding = new Crowding();
        Assert.True(crowding.Rest(0) <= 0);
        foreach (long second in Enumerable.Range(0, 5))
        {
            crowding.Heard(second * TimeSpan.TicksPerSecond);
            Assert.True(crowding.Rest(second * TimeSpan.TicksPerSecond) <= 0);
        }
    }

    [Fact]
    public void Those_that_follow_each_other_closely_are_heard_together_until_none_comes()
    {
        var crowding = new Crowding();
        crowding.Heard(0);
        crowding.Heard(Millisecond / 2);
        Assert.Equal(Millisecond, crowding.Rest(Millisecond / 2));
        Assert.Equal(Millisecond / 4, crowding.Rest(Millisecond * 5 / 4));

        crowding.LookedAgain(Millisecond * 3 / 2, hadAny: true);
        Assert.Equal(Millisecond, crowding.Rest(Millisecond * 3 / 2));
        crowding.LookedAgain(Millisecond * 5 / 2, hadAny: false);
        Assert.True(crowding.Rest(Millisecond * 5 / 2) <= 0);
    }

    [Fact]
    public void A_look_that_comes_too_late_is_no_rest()
    {
        var crowding = new Crowding();
        crowding.Heard(0);
        crowding.Heard(1);
        Assert.True(crowding.Rest(Millisecond + 2) <= 0);
    }
}
