using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Election;

/// <summary>Elections brought into a state by events alone, as they get there in life.</summary>
internal static class ElectionBench
{
    public const long Second = TimeSpan.TicksPerSecond;
    public const long Interval = Second;
    public const long Now = 1000 * Second;

    public static readonly InetAddress Own = InetAddress.Parse("192.0.2.10");
    public static readonly InetAddress Lower = InetAddress.Parse("192.0.2.9");
    public static readonly InetAddress Higher = InetAddress.Parse("192.0.2.11");

    public static readonly ElectionOptions Defaults = new()
    {
        Version = VrrpVersion.V3,
        Priority = 100,
        Interval = Interval,
        Preempt = true,
        DownTimerAdverts = 3,
        HigherPrioritySendAdvert = true,
    };

    public static VrrpElection New(ElectionOptions? options = null) => new(options ?? Defaults) { PrimaryAddress = Own };

    public static VrrpElection In(VrrpState state, ElectionOptions? options = null)
    {
        VrrpElection election = New(options);
        if (state == VrrpState.Initialize)
        {
            return election;
        }

        election.Handle(ElectionEvent.Startup, Now - (100 * Second));
        switch (state)
        {
            case VrrpState.Backup:
                // A master that is followed, so that the timer is running since now.
                election.Handle(ElectionEvent.AdvertisementReceived(200, Interval, Higher), Now);
                break;
            case VrrpState.Master:
                election.Handle(ElectionEvent.TimerExpired, Now);
                if (election.State != VrrpState.Master)
                {
                    election.Handle(ElectionEvent.GroupMaster, Now);
                }

                break;
            case VrrpState.Fault:
                election.Handle(ElectionEvent.FaultRaised, Now);
                break;
        }

        Assert.Equal(state, election.State);
        return election;
    }

    public static ElectionActions Advert(this VrrpElection election, int priority, InetAddress source, long now, long interval = Interval) =>
        election.Handle(ElectionEvent.AdvertisementReceived((byte)priority, interval, source), now);
}
