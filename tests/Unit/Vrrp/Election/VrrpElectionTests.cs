using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;
using static NginxHa.Tests.Unit.Vrrp.Election.ElectionBench;

namespace NginxHa.Tests.Unit.Vrrp.Election;

/// <summary>Timers and rules that a table of single events cannot show.</summary>
public sealed class VrrpElectionTests
{
    [Theory]
    [InlineData(VrrpVersion.V3, 100, 0.10, 156 * 0.10 / 256)]
    [InlineData(VrrpVersion.V3, 254, 0.01, 2 * 0.01 / 256)]
    [InlineData(VrrpVersion.V3, 1, 40.95, 255 * 40.95 / 256)]
    [InlineData(VrrpVersion.V2, 100, 1, 156.0 / 256)]
    [InlineData(VrrpVersion.V2, 100, 10, 156.0 / 256)]
    [InlineData(VrrpVersion.V2, 255, 1, 1.0 / 256)]
    public void Skew_is_a_part_of_the_interval_in_version_3_and_of_a_second_in_version_2(VrrpVersion version, int priority, double interval, double skew)
    {
        long ticks = (long)(interval * Second);
        VrrpElection election = New(Defaults with { Version = version, Priority = (byte)priority, Interval = ticks });

        Assert.Equal(skew * Second, election.SkewTime, 1.0);
        Assert.Equal((3 * ticks) + election.SkewTime, election.MasterDownInterval);
    }

    [Fact]
    public void A_backup_waits_three_intervals_and_the_skew_time_for_a_first_master()
    {
        VrrpElection election = New();
        election.Handle(ElectionEvent.Startup, Now);

        Assert.Equal(Now + election.MasterDownInterval, election.Deadline);
        Assert.Equal(ElectionActions.None, election.Handle(ElectionEvent.TimerExpired, election.Deadline - 1));
        election.Handle(ElectionEvent.TimerExpired, election.Deadline);
        Assert.Equal((VrrpState.Master, ElectionCause.NoMaster), (election.State, election.Cause));
    }

    [Fact]
    public void The_number_of_missed_adverts_is_configurable()
    {
        VrrpElection election = New(Defaults with { DownTimerAdverts = 5 });
        Assert.Equal((5 * Interval) + election.SkewTime, election.MasterDownInterval);
    }

    [Fact]
    public void An_instance_that_starts_as_master_waits_one_interval()
    {
        VrrpElection election = New(Defaults with { StartsAsMaster = true });
        election.Handle(ElectionEvent.Startup, Now);
        Assert.Equal(Now + Interval + (Interval / 256), election.Deadline);

        election.Advert(200, Higher, Now + 1);
        Assert.Equal(Now + 1 + election.MasterDownInterval, election.Deadline);

        // A fault later is no start: the long wait holds.
        election.Handle(ElectionEvent.FaultRaised, Now + Second);
        election.Handle(ElectionEvent.FaultCleared, Now + (2 * Second));
        Assert.Equal(Now + (2 * Second) + election.MasterDownInterval, election.Deadline);
    }

    [Fact]
    public void The_owner_is_master_at_once_and_again_after_a_fault()
    {
        VrrpElection election = New(Defaults with { Priority = 255 });
        Assert.True(election.Handle(ElectionEvent.Startup, Now).HasFlag(ElectionActions.SendAdvertisement | ElectionActions.AcquireAddresses));
        Assert.Equal((VrrpState.Master, ElectionCause.Owner), (election.State, election.Cause));

        election.Handle(ElectionEvent.FaultRaised, Now + 1);
        election.Handle(ElectionEvent.FaultCleared, Now + 2);
        Assert.Equal(VrrpState.Master, election.State);
    }

    [Fact]
    public void A_second_owner_with_a_higher_address_wins()
    {
        VrrpElection election = In(VrrpState.Master, Defaults with { Priority = 255 });
        election.Advert(255, Lower, Now);
        Assert.Equal(VrrpState.Master, election.State);
        election.Advert(255, Higher, Now);
        Assert.Equal(VrrpState.Backup, election.State);
    }

    [Fact]
    public void The_owner_preempts_even_when_told_not_to()
    {
        VrrpElection election = New(Defaults with { Priority = 255, Preempt = false, StartupDelay = Second });
        election.Handle(ElectionEvent.Startup, Now);
        long deadline = election.Deadline;
        election.Advert(254, Higher, Now + 1);
        Assert.Equal(deadline, election.Deadline);
    }

    [Fact]
    public void During_the_startup_delay_nobody_takes_over()
    {
        const long Delay = 10 * Second;
        VrrpElection backup = New(Defaults with { StartupDelay = Delay });
        backup.Handle(ElectionEvent.Startup, Now);
        Assert.Equal(Now + Delay + backup.MasterDownInterval, backup.Deadline);

        backup.Advert(0, Higher, Now + 1);
        Assert.Equal(Now + Delay + backup.SkewTime, backup.Deadline);

        VrrpElection owner = New(Defaults with { Priority = 255, StartupDelay = Delay });
        owner.Handle(ElectionEvent.Startup, Now);
        Assert.Equal((VrrpState.Backup, Now + Delay), (owner.State, owner.Deadline));
        owner.Handle(ElectionEvent.TimerExpired, Now + Delay);
        Assert.Equal((VrrpState.Master, ElectionCause.Owner), (owner.State, owner.Cause));
    }

    [Fact]
    public void A_fault_before_the_start_is_remembered()
    {
        VrrpElection election = New();
        election.Handle(ElectionEvent.FaultRaised, Now);
        Assert.Equal(ElectionActions.StateChanged, election.Handle(ElectionEvent.Startup, Now));
        Assert.Equal(VrrpState.Fault, election.State);
    }

    [Fact]
    public void A_lower_advert_does_not_restart_the_timer_of_a_backup_that_preempts()
    {
        VrrpElection election = In(VrrpState.Backup);
        long deadline = election.Deadline;

        election.Advert(50, Lower, Now + Second);
        Assert.Equal(deadline, election.Deadline);
        election.Handle(ElectionEvent.TimerExpired, deadline);
        Assert.Equal((VrrpState.Master, ElectionCause.Preempted), (election.State, election.Cause));
    }

    [Fact]
    public void Without_preemption_any_advert_keeps_the_backup_quiet()
    {
        VrrpElection election = In(VrrpState.Backup, Defaults with { Preempt = false });
        election.Advert(1, Lower, Now + Second);
        Assert.Equal(Now + Second + election.MasterDownInterval, election.Deadline);
        election.Handle(ElectionEvent.TimerExpired, election.Deadline);
        Assert.Equal((VrrpState.Master, ElectionCause.MasterSilent), (election.State, election.Cause));
    }

    [Fact]
    public void A_preempt_delay_begins_with_the_first_lower_advert_and_ends_with_a_better_one()
    {
        VrrpElection election = In(VrrpState.Backup, Defaults with { PreemptDelay = 10 * Second });
        election.Advert(50, Lower, Now + Second);
        Assert.Equal(Now + Second + election.MasterDownInterval, election.Deadline);

        // A better one in between starts the delay anew.
        election.Advert(150, Lower, Now + (5 * Second));
        election.Advert(50, Lower, Now + (6 * Second));
        election.Advert(50, Lower, Now + (15 * Second));
        long followed = Now + (15 * Second) + election.MasterDownInterval;
        Assert.Equal(followed, election.Deadline);
        election.Advert(50, Lower, Now + (16 * Second));
        Assert.Equal(followed, election.Deadline);
    }

    [Fact]
    public void Priority_zero_shortens_the_wait_to_the_skew_time()
    {
        VrrpElection election = In(VrrpState.Backup);
        election.Advert(0, Higher, Now + 5);
        Assert.Equal(Now + 5 + election.SkewTime, election.Deadline);
        election.Handle(ElectionEvent.TimerExpired, election.Deadline);
        Assert.Equal(ElectionCause.MasterResigned, election.Cause);
    }

    [Fact]
    public void Priority_zero_of_someone_who_is_not_the_master_changes_nothing()
    {
        VrrpElection election = In(VrrpState.Backup);
        long deadline = election.Deadline;
        election.Advert(0, Lower, Now + 5);
        Assert.Equal(deadline, election.Deadline);
    }

    [Fact]
    public void Version_3_learns_the_interval_of_the_master_and_version_2_does_not()
    {
        VrrpElection three = In(VrrpState.Backup);
        three.Advert(200, Higher, Now, interval: 4 * Second);
        Assert.Equal(4 * Second, three.MasterInterval);
        Assert.Equal(Now + (12 * Second) + (156 * 4 * Second / 256), three.Deadline);

        VrrpElection two = In(VrrpState.Backup, Defaults with { Version = VrrpVersion.V2 });
        two.Advert(200, Higher, Now, interval: 4 * Second);
        Assert.Equal(Interval, two.MasterInterval);
    }

    [Fact]
    public void Of_two_masters_that_meet_only_the_better_one_s_goodbye_counts()
    {
        VrrpElection election = In(VrrpState.Backup);
        election.Handle(ElectionEvent.AdvertisementReceived(200, Interval, Higher), Now);
        election.Handle(ElectionEvent.AdvertisementReceived(200, Interval, Lower), Now + 1);
        long deadline = election.Deadline;
        election.Handle(ElectionEvent.AdvertisementReceived(0, Interval, Lower), Now + 2);
        Assert.Equal((deadline, Higher), (election.Deadline, election.MasterAddress));
        election.Handle(ElectionEvent.AdvertisementReceived(0, Interval, Higher), Now + 3);
        Assert.Equal(Now + 3 + election.SkewTime, election.Deadline);
    }

    [Fact]
    public void A_worse_master_is_followed_when_the_better_one_was_not_heard_for_a_down_interval()
    {
        VrrpElection election = In(VrrpState.Backup, Defaults with { Preempt = false });
        election.Handle(ElectionEvent.AdvertisementReceived(200, Interval, Higher), Now);
        election.Handle(ElectionEvent.AdvertisementReceived(150, Interval, Lower), Now + Interval);
        Assert.Equal(Higher, election.MasterAddress);
        election.Handle(ElectionEvent.AdvertisementReceived(150, Interval, Lower), Now + election.MasterDownInterval);
        Assert.Equal((Lower, (byte)150), (election.MasterAddress, election.MasterPriority));
    }

    [Fact]
    public void The_shorter_interval_of_a_rival_of_the_master_teaches_no_impatience()
    {
        // The rival's last words reach this node after the better master's first ones. With the rival's interval the better
        // one's next advertisement would come too late.
        VrrpElection election = In(VrrpState.Backup, Defaults with { Preempt = false });
        election.Handle(ElectionEvent.AdvertisementReceived(200, 4 * Second, Higher), Now);
        election.Handle(ElectionEvent.AdvertisementReceived(50, Second / 10, Lower), Now + 1);
        Assert.Equal(4 * Second, election.MasterInterval);
        Assert.Equal(Now + 1 + election.MasterDownInterval, election.Deadline);

        // A longer one counts: the rival may be the one that takes over.
        election.Handle(ElectionEvent.AdvertisementReceived(150, 8 * Second, Lower), Now + 2);
        Assert.Equal(8 * Second, election.MasterInterval);
    }

    [Fact]
    public void A_master_that_gives_way_learns_the_interval_too_and_forgets_it_when_it_takes_over()
    {
        VrrpElection election = In(VrrpState.Master);
        election.Advert(200, Higher, Now, interval: Second / 10);
        Assert.Equal(Second / 10, election.MasterInterval);
        Assert.Equal(Now + election.MasterDownInterval, election.Deadline);

        election.Handle(ElectionEvent.TimerExpired, election.Deadline);
        Assert.Equal(Interval, election.MasterInterval);
    }

    [Fact]
    public void An_interval_of_zero_teaches_nothing()
    {
        VrrpElection election = In(VrrpState.Backup);
        election.Advert(200, Higher, Now, interval: 0);
        Assert.Equal(Interval, election.MasterInterval);
    }

    [Fact]
    public void The_advert_timer_keeps_its_pace_when_it_runs_late()
    {
        VrrpElection election = In(VrrpState.Master);
        long first = election.Deadline;
        election.Handle(ElectionEvent.TimerExpired, first + (Interval / 3));
        Assert.Equal(first + Interval, election.Deadline);

        // After a pause there is one advert, not a burst.
        long late = first + (10 * Interval) + 7;
        election.Handle(ElectionEvent.TimerExpired, late);
        Assert.Equal(late + Interval, election.Deadline);
    }

    [Fact]
    public void Adverts_sent_between_restart_the_advert_timer()
    {
        VrrpElection election = In(VrrpState.Master);
        election.Advert(0, Lower, Now + 5);
        Assert.Equal(Now + 5 + Interval, election.Deadline);
        election.Advert(50, Lower, Now + 9);
        Assert.Equal(Now + 9 + Interval, election.Deadline);
    }

    [Fact]
    public void Lower_prio_no_advert_announces_without_an_advert()
    {
        VrrpElection election = In(VrrpState.Master, Defaults with { LowerPriorityNoAdvert = true });
        Assert.Equal(ElectionActions.AnnounceAgain | ElectionActions.ReportLowerPriority, election.Advert(50, Lower, Now));
    }

    [Theory]
    [InlineData(150)]
    [InlineData(100)]
    public void Higher_prio_send_advert_says_one_last_word_before_giving_way(byte priority)
    {
        VrrpElection election = In(VrrpState.Master, Defaults with { HigherPrioritySendAdvert = true });
        Assert.Equal(
            ElectionActions.SendAdvertisement | ElectionActions.ReleaseAddresses | ElectionActions.StateChanged,
            election.Advert(priority, Higher, Now));
    }

    [Theory]
    [InlineData(150)]
    [InlineData(100)]
    public void Without_higher_prio_send_advert_a_master_gives_way_silently(byte priority)
    {
        VrrpElection election = In(VrrpState.Master, Defaults with { HigherPrioritySendAdvert = false });
        Assert.Equal(ElectionActions.ReleaseAddresses | ElectionActions.StateChanged, election.Advert(priority, Higher, Now));
    }

    [Fact]
    public void A_change_of_priority_moves_the_running_timer_by_the_difference_of_the_skew()
    {
        VrrpElection election = In(VrrpState.Backup);
        long deadline = election.Deadline;
        election.Handle(ElectionEvent.PriorityChanged(50), Now + Second);
        Assert.Equal(50, election.EffectivePriority);
        Assert.Equal(deadline + (50 * Interval / 256), election.Deadline, 1.0);
        election.Handle(ElectionEvent.PriorityChanged(0), Now + Second);
        Assert.Equal(1, election.EffectivePriority);
    }

    [Fact]
    public void Tracks_do_not_move_the_owner()
    {
        VrrpElection election = In(VrrpState.Master, Defaults with { Priority = 255 });
        election.Handle(ElectionEvent.PriorityChanged(200), Now);
        Assert.Equal(255, election.EffectivePriority);
    }

    [Fact]
    public void A_master_says_its_new_interval_at_once()
    {
        VrrpElection election = In(VrrpState.Master);
        Assert.Equal(ElectionActions.SendAdvertisement, election.Handle(ElectionEvent.OptionsChanged(Defaults with { Interval = 10 * Second }), Now + 5));
        Assert.Equal(Now + 5 + (10 * Second), election.Deadline);
        Assert.Equal(ElectionActions.None, election.Handle(ElectionEvent.OptionsChanged(Defaults with { Interval = 10 * Second, Preempt = false }), Now + 6));
    }

    [Fact]
    public void A_member_of_a_group_asks_and_waits_for_the_others()
    {
        VrrpElection election = In(VrrpState.Backup, Defaults with { IsGrouped = true });
        long due = election.Deadline;
        Assert.Equal(ElectionActions.RequestGroupMaster, election.Handle(ElectionEvent.TimerExpired, due));
        Assert.Equal((VrrpState.Backup, true), (election.State, election.WantsMaster));
        Assert.Equal(due + election.MasterDownInterval, election.Deadline);

        // A master that is followed takes the wish away.
        election.Advert(200, Higher, due + 1);
        Assert.False(election.WantsMaster);

        election.Handle(ElectionEvent.TimerExpired, election.Deadline);
        election.Handle(ElectionEvent.GroupMaster, election.Deadline);
        Assert.Equal((VrrpState.Master, ElectionCause.MasterSilent, false), (election.State, election.Cause, election.WantsMaster));
    }

    [Fact]
    public void A_fault_in_master_or_backup_stops_the_timer_until_it_is_over()
    {
        VrrpElection election = In(VrrpState.Master);
        election.Handle(ElectionEvent.FaultRaised, Now);
        Assert.Equal(VrrpElection.Never, election.Deadline);
        election.Advert(120, Higher, Now + 1);
        Assert.Equal((Higher, (byte)120), (election.MasterAddress, election.MasterPriority));
        election.Handle(ElectionEvent.FaultCleared, Now + 2);
        Assert.Equal((VrrpState.Backup, ElectionCause.FaultCleared), (election.State, election.Cause));
        Assert.Equal(Now + 2 + election.MasterDownInterval, election.Deadline);
    }
}
