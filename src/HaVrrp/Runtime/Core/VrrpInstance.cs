using System.Net.Sockets;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// One virtual router at work: its election, and everything that the election's actions mean on this node. Concerns are in
/// partial files: Network (link, source address, sockets, faults), Receiving, Addresses, Announcing, Tracks, Update, Status.
/// </summary>
internal sealed partial class VrrpInstance : IDisposable
{
    /// <summary>An advertisement may leave this part of its interval early, together with others: far less than peers notice.</summary>
    private const int EarlyShare = 50;

    private readonly VrrpEngineCore _core;
    private readonly VrrpElection _election;
    private readonly CoreTimer _electionTimer;
    private readonly InstanceCounters _counters = new();
    private InstanceAuthentication _authentication;
    private bool _isStarted;
    private string _reason = "starting";
    private DateTimeOffset _since;

    public VrrpInstance(VrrpEngineCore core, VrrpInstanceOptions options, SyncGroup? group)
    {
        _core = core;
        Options = options;
        Family = options.EffectiveFamily;
        Group = group;
        _authentication = InstanceAuthentication.Create(options);
        _election = new VrrpElection(ElectionOptions.From(options, group is not null));
        _electionTimer = new CoreTimer(OnElectionTimer);
        _networkRetryTimer = new CoreTimer(OnNetworkRetry);
        _addressRetryTimer = new CoreTimer(OnAddressRetry);
        _restoreTimer = new CoreTimer(OnRestoreTimer);
        _announceTimer = new CoreTimer(OnAnnounceTimer);
        _secondRoundTimer = new CoreTimer(OnSecondRound);
        _refreshTimer = new CoreTimer(OnRefresh);
        _lowerPriorityTimer = new CoreTimer(OnLowerPriorityRound);
        _catchUpTimer = new CoreTimer(OnCatchUp);
        _since = core.Host.UtcNow;
    }

    public VrrpInstanceOptions Options { get; private set; }

    public AddressFamily Family { get; }

    public SyncGroup? Group { get; private set; }

    public string Name => Options.Name;

    public VrrpState State => _election.State;

    public bool WantsMaster => _election.WantsMaster;

    /// <summary>Brings the instance to life. Before it, everything that could be refused has been done.</summary>
    public void Start(long now)
    {
        StartTracks(now);
        _isStarted = true;
        if (_faults != FaultReasons.None)
        {
            Handle(ElectionEvent.FaultRaised, now);
        }

        Handle(ElectionEvent.Startup, now);
    }

    /// <summary>Resigns, lets go of everything, and tells the stop hooks.</summary>
    public void Stop(long now)
    {
        Handle(ElectionEvent.Shutdown, now);
        StopTracks();
        Detach(removeVirtualLink: true);
        DisarmTimers();
        _isStarted = false;
        RunStopHooks();
    }

    /// <summary>Forgets everything and leaves the node as it is, as if the process had been killed.</summary>
    public void Abandon()
    {
        StopTracks();
        ForgetAddresses();
        Detach(removeVirtualLink: false);
        DisarmTimers();
        _isStarted = false;
    }

    /// <summary>Undoes what <see cref="Attach"/> has done, when the start is refused.</summary>
    public void Dispose()
    {
        Detach(removeVirtualLink: true);
        DisarmTimers();
    }

    public void EnterGroup(SyncGroup? group, long now)
    {
        if (Group == group)
        {
            return;
        }

        Group = group;
        Handle(ElectionEvent.OptionsChanged(ElectionOptions.From(Options, group is not null)), now);
        RefreshTracks(now);
        if (group is null)
        {
            ReplaceFaults(FaultReasons.Group, FaultReasons.None, now);
        }
    }

    /// <summary>The one way into the election, and the one place where its answers are carried out.</summary>
    public void Handle(in ElectionEvent e, long now)
    {
        VrrpState before = _election.State;
        InetAddress master = _election.MasterAddress;
        byte masterPriority = _election.MasterPriority;
        long patience = _election.MasterDownInterval;
        ElectionActions actions = _election.Handle(e, now);

        // First of all: whatever goes wrong below, a master goes on to advertise and a backup to watch.
        _electionTimer.MayBeEarlyBy = State == VrrpState.Master ? _interval.Ticks / EarlyShare : 0;
        _core.Timers.Arm(_electionTimer, _election.Deadline);
        if (actions != ElectionActions.None)
        {
            Perform(actions, now);
            if (actions.Has(ElectionActions.StateChanged))
            {
                OnStateChanged(before, ReasonOf(e, master, masterPriority, patience), now);
            }
        }

        if (actions > ElectionActions.SendAdvertisement)
        {
            Consequences(before, actions, e, now);
        }
    }

    private void Perform(ElectionActions actions, long now)
    {
        if (actions.Has(ElectionActions.SendAdvertisement))
        {
            Send(_election.EffectivePriority);
        }

        if (actions.Has(ElectionActions.SendPriorityZero))
        {
            Send(VrrpConstants.StopPriority);
        }

        if (actions.Has(ElectionActions.ReleaseAddresses | ElectionActions.AcquireAddresses))
        {
            _core.Flush();
        }

        if (actions.Has(ElectionActions.ReleaseAddresses))
        {
            StopAnnouncing();
            ReleaseAddresses();
        }

        if (actions.Has(ElectionActions.AcquireAddresses) && AcquireAddresses())
        {
            StartAnnouncing(now);
        }

        if (actions.Has(ElectionActions.AnnounceAgain))
        {
            AnnounceAfterLowerPriority(now);
        }
    }

    /// <summary>What a transition means for others: done last, when this instance is at rest again.</summary>
    private void Consequences(VrrpState before, ElectionActions actions, in ElectionEvent e, long now)
    {
        if (actions.Has(ElectionActions.ReportLowerPriority))
        {
            OnLowerPriority(e, now);
        }

        if (actions.Has(ElectionActions.AnnounceAgain))
        {
            Group?.OnRivalHeard(this, now);
        }

        if (actions.Has(ElectionActions.RequestGroupMaster))
        {
            Group?.OnMasterRequested(now);
        }

        if (actions.Has(ElectionActions.Followed))
        {
            Group?.OnMemberFollows(this, now);
        }

        if (actions.Has(ElectionActions.StateChanged))
        {
            if (before == VrrpState.Master && State == VrrpState.Backup)
            {
                Group?.OnMemberFollows(this, now);
            }

            Group?.OnMemberStateChanged();
        }

        if (_addressFailure is { } failure)
        {
            _addressFailure = null;
            OnAddressFailure(failure, now);
        }
    }

    /// <summary>The only place where a change of state is made known.</summary>
    private void OnStateChanged(VrrpState before, string reason, long now)
    {
        _since = _core.Host.UtcNow;
        _reason = reason;
        if (State == VrrpState.Master)
        {
            _counters.BecameMaster++;
        }
        else if (before == VrrpState.Master)
        {
            _counters.ReleasedMaster++;
        }

        if (before == VrrpState.Fault && State == VrrpState.Backup)
        {
            AnnounceOwnAddressToPeers();
        }

        Publish(VrrpEventKind.StateChanged, before, reason);
        RunStateHooks();
    }

    private void OnElectionTimer(long now)
    {
        if (State == VrrpState.Master && now - _election.Deadline > Options.AdvertisementInterval.Ticks / 10)
        {
            _counters.LateAdvertisements++;
        }

        _election.AdvertiseBy(now);
        Handle(ElectionEvent.TimerExpired, now);
    }

    private void Send(byte priority)
    {
        if (_sender is null)
        {
            return;
        }

        _sender.Send(priority);
        _counters.AdvertisementsSent++;
        if (priority == VrrpConstants.StopPriority)
        {
            _counters.PriorityZeroSent++;
        }
    }

    private void Publish(VrrpEventKind kind, string reason) => Publish(kind, State, reason);

    private void Publish(VrrpEventKind kind, VrrpState before, string reason) =>
        _core.Host.Publish(kind, Name, before, State, _election.EffectivePriority, reason);

    private void DisarmTimers()
    {
        foreach (CoreTimer timer in (ReadOnlySpan<CoreTimer>)[_electionTimer, _networkRetryTimer, _addressRetryTimer, _restoreTimer])
        {
            _core.Timers.Disarm(timer);
        }

        StopAnnouncing();
    }
}
