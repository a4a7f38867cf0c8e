using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// When neighbours are told where the addresses are: a round on becoming master, a second one after a delay, refreshes, and
/// again when someone else has claimed to be master. A round is every address, so many times; pauses between messages of one
/// interface are kept across instances.
/// </summary>
internal sealed partial class VrrpInstance
{
    private readonly CoreTimer _announceTimer;
    private readonly CoreTimer _secondRoundTimer;
    private readonly CoreTimer _refreshTimer;
    private readonly CoreTimer _lowerPriorityTimer;
    private readonly CoreTimer _catchUpTimer;
    private int _pendingMessages;
    private int _nextAddress;
    private long _lastLowerPriorityRound = long.MinValue / 2;

    private int AnnouncedAddresses => _owned.Count + _nodesOwn.Count;

    private void StartAnnouncing(long now)
    {
        GratuitousArpOptions options = Options.GratuitousArp;
        _addressRetry = FirstAddressRetry;
        AnnounceRound(options.Repeat, now);
        if (options.Delay > TimeSpan.Zero)
        {
            _core.Timers.Arm(_secondRoundTimer, now + options.Delay.Ticks);
        }

        if (options.Refresh > TimeSpan.Zero)
        {
            _core.Timers.Arm(_refreshTimer, now + options.Delay.Ticks + options.Refresh.Ticks);
        }
    }

    private void StopAnnouncing()
    {
        _pendingMessages = 0;
        _nextAddress = 0;
        foreach (CoreTimer timer in (ReadOnlySpan<CoreTimer>)[_announceTimer, _secondRoundTimer, _refreshTimer, _lowerPriorityTimer, _catchUpTimer])
        {
            _core.Timers.Disarm(timer);
        }
    }

    private void OnSecondRound(long now) => AnnounceRound(Options.GratuitousArp.Repeat, now);

    private void OnLowerPriorityRound(long now) => AnnounceRound(Options.GratuitousArp.LowerPriorityRepeat ?? Options.GratuitousArp.Repeat, now);

    private void OnCatchUp(long now)
    {
        _lastLowerPriorityRound = now;
        OnLowerPriorityRound(now);
    }

    private void OnRefresh(long now)
    {
        AnnounceRound(Options.GratuitousArp.RefreshRepeat, now);
        if (Options.GratuitousArp.Refresh > TimeSpan.Zero)
        {
            _core.Timers.Arm(_refreshTimer, now + Options.GratuitousArp.Refresh.Ticks);
        }
    }

    /// <summary>
    /// Someone of lower priority thought to be master, as after a split brain: neighbours have learned the wrong way. One round
    /// at once, but no more than one an interval, so that a flood of adverts makes no flood of announcements: what comes too
    /// early is made up for when the interval is over. And one later, after the other one's last word.
    /// </summary>
    public void AnnounceAfterLowerPriority(long now)
    {
        GratuitousArpOptions options = Options.GratuitousArp;
        int repeat = options.LowerPriorityRepeat ?? options.Repeat;
        if (State != VrrpState.Master || repeat == 0)
        {
            return;
        }

        long next = _lastLowerPriorityRound + Options.AdvertisementInterval.Ticks;
        if (now >= next)
        {
            _lastLowerPriorityRound = now;
            AnnounceRound(repeat, now);
        }
        else if (!_catchUpTimer.IsArmed)
        {
            _core.Timers.Arm(_catchUpTimer, next);
        }

        TimeSpan delay = options.LowerPriorityDelay ?? options.Delay;
        if (delay > TimeSpan.Zero)
        {
            _core.Timers.Arm(_lowerPriorityTimer, now + delay.Ticks);
        }
    }

    private void AnnounceRound(int repeat, long now)
    {
        _pendingMessages = Math.Max(_pendingMessages, repeat * AnnouncedAddresses);
        OnAnnounceTimer(now);
    }

    private void OnAnnounceTimer(long now)
    {
        while (_pendingMessages > 0 && AnnouncedAddresses > 0)
        {
            if (_nextAddress >= AnnouncedAddresses)
            {
                _nextAddress = 0;
            }

            InterfaceAddress address = _nextAddress < _owned.Count ? _owned[_nextAddress] : _nodesOwn[_nextAddress - _owned.Count];
            TimeSpan pause = address.Address.IsIPv4 ? Options.GratuitousArp.ArpInterval : Options.GratuitousArp.NeighbourAdvertisementInterval;
            if (pause > TimeSpan.Zero && !_core.MayAnnounce(address.LinkIndex, pause.Ticks, now, out long next))
            {
                _core.Timers.Arm(_announceTimer, next);
                return;
            }

            _core.Stack.Announce(address.LinkIndex, address.Address);
            _counters.AnnouncementsSent++;
            _pendingMessages--;
            _nextAddress++;
        }

        _pendingMessages = 0;
        _nextAddress = 0;
    }
}
