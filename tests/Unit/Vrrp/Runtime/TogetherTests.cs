using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>Advertisements that are due in a moment leave with those that are due now.</summary>
public sealed class TogetherTests
{
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(15);

    // Nothing else is due beside advertisements.
    private static readonly VrrpInstanceOptions Owner = CoreBench.Web with
    {
        Name = "one", VirtualRouterId = 7, Priority = 255, GratuitousArp = new GratuitousArpOptions { Delay = TimeSpan.Zero },
    };

    private readonly CoreBench _bench = new();

    [Fact]
    public void Masters_that_are_due_within_a_fiftieth_of_the_interval_send_together()
    {
        StartOwners(Apart);
        (long One, long Two) before = (Sent("one"), Sent("two"));
        RunNext();
        Assert.Equal((before.One + 1, before.Two + 1), (Sent("one"), Sent("two")));
    }

    [Fact]
    public void Those_that_are_due_later_wait_for_their_moment()
    {
        StartOwners(TimeSpan.FromMilliseconds(25));
        (long One, long Two) before = (Sent("one"), Sent("two"));

        RunNext();

        Assert.Equal((before.One + 1, before.Two), (Sent("one"), Sent("two")));
    }

    [Fact]
    public void Once_together_they_stay_together_at_their_interval()
    {
        StartOwners(Apart);
        (long One, long Two) before = (Sent("one"), Sent("two"));
        long first = _bench.Core.NextDeadline;
        for (int i = 1; i <= 100; i++)
        {
            RunNext();
            Assert.Equal((before.One + i, before.Two + i), (Sent("one"), Sent("two")));
            Assert.Equal(first + (i * CoreBench.Second), _bench.Core.NextDeadline);
        }
    }

    [Fact]
    public void A_backup_never_takes_over_early()
    {
        _bench.StartWith(Owner);
        _bench.StartWith(CoreBench.Web with { Name = "backup", VirtualRouterId = 8, VirtualAddresses = [CoreBench.Address("192.0.2.101", 24)] });
        long takesOver = _bench.Stack.Now + (3 * CoreBench.Second) + (CoreBench.Second * (256 - CoreBench.Web.Priority) / 256);
        _bench.Hear(200, _bench.Status("backup").Options);

        // The owner's third advertisement is due a moment before the backup loses patience.
        _bench.Stack.Now = takesOver - 1;
        _bench.Core.RunTimers(_bench.Stack.Now);
        Assert.Equal(VrrpState.Backup, _bench.Status("backup").State);

        _bench.Stack.Now = takesOver;
        _bench.Core.RunTimers(_bench.Stack.Now);
        Assert.Equal(VrrpState.Master, _bench.Status("backup").State);
    }

    private void StartOwners(TimeSpan apart)
    {
        _bench.StartWith(Owner);
        _bench.Pass(apart);
        _bench.StartWith(Owner with { Name = "two", VirtualRouterId = 8, VirtualAddresses = [CoreBench.Address("192.0.2.101", 24)] });
        _bench.PassSeconds(0.5);
    }

    private void RunNext()
    {
        _bench.Stack.Now = _bench.Core.NextDeadline;
        _bench.Core.RunTimers(_bench.Stack.Now);
    }

    private long Sent(string name) => _bench.Status(name).Statistics.AdvertisementsSent;
}
