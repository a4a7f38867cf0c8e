using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Election;

/// <summary>What an advertisement does in each state.</summary>
internal sealed partial class VrrpElection
{
    private ElectionActions OnAdvertisement(in ElectionEvent e, long now)
    {
        switch (State)
        {
            case VrrpState.Backup:
                return HearAsBackup(e, now);
            case VrrpState.Master:
                return HearAsMaster(e, now);
            case VrrpState.Fault:
                // Not part of the election, but people want to see who is master meanwhile.
                MasterAddress = e.Priority == VrrpConstants.StopPriority ? default : e.Source;
                MasterPriority = e.Priority;
                _masterHeardAt = now;
                return ElectionActions.None;
            default:
                return ElectionActions.None;
        }
    }

    /// <summary>6.4.2.</summary>
    private ElectionActions HearAsBackup(in ElectionEvent e, long now)
    {
        long start = Math.Max(now, _startupEnds);
        if (e.Priority == VrrpConstants.StopPriority)
        {
            // 6.4.2. Only the master's goodbye counts: after a split brain has healed, the loser's own one says nothing
            // about the master that is followed.
            if (!MasterAddress.HasValue || e.Source == MasterAddress)
            {
                _reasonToTakeOver = ElectionCause.MasterResigned;
                Deadline = start + SkewTime;
                MasterAddress = default;
                MasterPriority = 0;
            }

            return ElectionActions.None;
        }

        bool isRival = IsRivalOfMaster(e, now);
        if (!isRival)
        {
            MasterAddress = e.Source;
            MasterPriority = e.Priority;
            _masterHeardAt = now;
        }

        bool isBetterOrSame = e.Priority >= EffectivePriority;
        if (!isBetterOrSame && MayPreempt(now))
        {
            // 6.4.2: discarded, the timer runs on.
            _reasonToTakeOver = ElectionCause.Preempted;
            return ElectionActions.None;
        }

        // 6.4.2: the master is followed.
        if (isBetterOrSame)
        {
            _preemptAt = Never;
        }

        // A rival is about to give way, or about to take over from a master that has died. Of the two intervals the longer one
        // is safe in both cases: with the rival's shorter one, a silent moment of the master would look like its end.
        LearnInterval(isRival ? Math.Max(e.Interval, MasterInterval) : e.Interval);
        WantsMaster = false;
        _reasonToTakeOver = ElectionCause.MasterSilent;
        Deadline = start + MasterDownInterval;
        return _options.IsGrouped ? ElectionActions.Followed : ElectionActions.None;
    }

    /// <summary>
    /// Someone worse than the master that was heard a moment ago: of two masters that meet the worse one gives way, so its
    /// goodbye must not be taken for that of the one who stays.
    /// </summary>
    private bool IsRivalOfMaster(in ElectionEvent e, long now) =>
        MasterAddress.HasValue
        && e.Source != MasterAddress
        && (e.Priority < MasterPriority || (e.Priority == MasterPriority && e.Source < MasterAddress))
        && now - _masterHeardAt < MasterDownInterval;

    /// <summary>Preempt_Mode (section 6.1), and the delay that keepalived adds: it begins with the first advertisement that could be preempted.</summary>
    private bool MayPreempt(long now)
    {
        if (!_options.Preempt && !_options.IsOwner)
        {
            return false;
        }

        if (_options.PreemptDelay == 0)
        {
            return true;
        }

        if (_preemptAt == Never)
        {
            _preemptAt = now + _options.PreemptDelay;
        }

        return now >= _preemptAt;
    }

    /// <summary>6.4.3.</summary>
    private ElectionActions HearAsMaster(in ElectionEvent e, long now)
    {
        // Our own address: our multicast came back, or someone has copied our address. Either way it is nobody to give way to.
        if (e.Source == PrimaryAddress)
        {
            return ElectionActions.None;
        }

        // 6.4.3: the other one gives up, so that any backup hears at once that there still is a master. Neighbours may have
        // learned the other one's MAC.
        if (e.Priority == VrrpConstants.StopPriority)
        {
            Deadline = now + _options.Interval;
            return ElectionActions.SendAdvertisement | ElectionActions.AnnounceAgain;
        }

        bool isHigher = e.Priority > EffectivePriority;
        if (isHigher || (e.Priority == EffectivePriority && e.Source > PrimaryAddress))
        {
            // 6.4.3: give way. When two masters have not heard each other for a while, and the better one is heard first, it
            // would never know that there was another one, and neighbours of that one would keep its MAC address: one last
            // advertisement makes the better one tell them. It is what would have been heard had our timer run out first, so
            // it hurts nobody; priority 0 would, as keepalived's backups take anyone's for their master's.
            MasterAddress = e.Source;
            MasterPriority = e.Priority;
            _masterHeardAt = now;
            LearnInterval(e.Interval);
            BecomeBackup(isHigher ? ElectionCause.HigherPriority : ElectionCause.HigherAddress, now, MasterDownInterval);
            _reasonToTakeOver = ElectionCause.MasterSilent;
            return _options.HigherPrioritySendAdvert
                ? ElectionActions.SendAdvertisement | ElectionActions.ReleaseAddresses
                : ElectionActions.ReleaseAddresses;
        }

        // 6.4.3: discard, and say who is master: the other one gives way on hearing it, and switches learn the way back.
        // Neighbours may have learned the other one's MAC, so they are told too.
        ElectionActions actions = ElectionActions.AnnounceAgain | ElectionActions.ReportLowerPriority;
        if (!_options.LowerPriorityNoAdvert)
        {
            Deadline = now + _options.Interval;
            actions |= ElectionActions.SendAdvertisement;
        }

        return actions;
    }

    /// <summary>6.4.2 and 6.4.3. keepalived lets an interval of 0 pass; a timer of nothing but skew would never come to rest.</summary>
    private void LearnInterval(long interval)
    {
        if (_options.Version == VrrpVersion.V3 && interval > 0)
        {
            MasterInterval = interval;
        }
    }
}
