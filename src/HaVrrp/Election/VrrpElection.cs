using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Election;

/// <summary>
/// The election of one virtual router on one node: an event and the present moment go in, actions come out. It has no
/// clock, no socket and no thread, and allocates nothing.
/// </summary>
/// <remarks>
/// <code>
///                        Startup                          (owner: at once, unless a startup delay or a group says wait)
///   +------------+ ------------------------------------------------------------+
///   | Initialize | ---------------------------+                                |
///   +------------+ &lt;--- Shutdown from any       | Startup, fault raised before   |
///         | Startup                            v                                v
///         v            FaultRaised        +---------+  FaultRaised        +----------+
///   +------------+ ---------------------> |  Fault  | &lt;------------------ |  Master  |
///   |   Backup   | &lt;--------------------- +---------+ ------------------> +----------+
///   +------------+      FaultCleared              FaultCleared (owner)      ^      |
///         |  ^                                                              |      |
///         |  |      higher priority, equal priority and higher address,     |      |
///         |  +----  or the group went to backup  -----------------------------------+
///         |                                                                 |
///         +------   Master_Down_Timer, or the whole group is ready  --------+
/// </code>
/// One timer is enough: it is Master_Down_Timer in Backup and Adver_Timer in Master. RFC section numbers are those of
/// RFC 9568; RFC 3768 has the same ones (6.4.1 to 6.4.3) for version 2, where the interval is never learned.
/// </remarks>
internal sealed partial class VrrpElection
{
    /// <summary><see cref="Deadline"/> when no timer runs.</summary>
    public const long Never = long.MaxValue;

    private ElectionOptions _options;
    private bool _isFaulted;
    private long _startupEnds;
    private long _preemptAt = Never;
    private long _masterHeardAt;
    private ElectionCause _reasonToTakeOver;

    public VrrpElection(ElectionOptions options)
    {
        _options = options;
        EffectivePriority = options.Priority;
        MasterInterval = options.Interval;
    }

    public VrrpState State { get; private set; }

    /// <summary>What brought about <see cref="State"/>.</summary>
    public ElectionCause Cause { get; private set; }

    /// <summary>When <see cref="ElectionEventKind.TimerExpired"/> is due.</summary>
    public long Deadline { get; private set; } = Never;

    /// <summary>Our priority after tracks, 1-254, or 255 for the owner.</summary>
    public byte EffectivePriority { get; private set; }

    /// <summary>The address that our advertisements come from; it decides between equal priorities. Set by the run time, no event of its own.</summary>
    public InetAddress PrimaryAddress { get; set; }

    /// <summary>Sender of the last advertisement that says who is master, or no address.</summary>
    public InetAddress MasterAddress { get; private set; }

    /// <summary>Its priority.</summary>
    public byte MasterPriority { get; private set; }

    /// <summary>Active_Adver_Interval: learned from the master in version 3, our own in version 2.</summary>
    public long MasterInterval { get; private set; }

    /// <summary>As a member of a group: the timer ran out and the others are waited for.</summary>
    public bool WantsMaster { get; private set; }

    /// <summary>
    /// Skew_Time (section 6.1): version 3 ((256 - priority) * Active_Adver_Interval) / 256; version 2 (256 - priority) / 256 s.
    /// </summary>
    public long SkewTime => SkewOf(EffectivePriority);

    /// <summary>Active_Down_Interval: so many intervals (3 unless configured otherwise) and the skew time.</summary>
    public long MasterDownInterval => (_options.DownTimerAdverts * MasterInterval) + SkewTime;

    /// <summary>The parameters in force.</summary>
    public ElectionOptions Options => _options;

    /// <summary>Takes one event.</summary>
    /// <param name="e">What happened.</param>
    /// <param name="now">The present moment in ticks of a clock that never goes back.</param>
    public ElectionActions Handle(in ElectionEvent e, long now)
    {
        VrrpState before = State;
        ElectionActions actions = e.Kind switch
        {
            ElectionEventKind.Startup => OnStartup(now),
            ElectionEventKind.Shutdown => Leave(VrrpState.Initialize, ElectionCause.Stopped, ElectionActions.SendPriorityZero),
            ElectionEventKind.TimerExpired => OnTimer(now),
            ElectionEventKind.AdvertisementReceived => OnAdvertisement(e, now),
            ElectionEventKind.FaultRaised => OnFaultRaised(),
            ElectionEventKind.FaultCleared => OnFaultCleared(now),
            ElectionEventKind.PriorityChanged => OnPriorityChanged(e.Priority),
            ElectionEventKind.OptionsChanged => OnOptionsChanged(e.Options, now),
            ElectionEventKind.GroupMaster => OnGroupMaster(now),
            ElectionEventKind.GroupBackup => OnGroupBackup(now),
            _ => throw new ArgumentOutOfRangeException(nameof(e), e.Kind, "There is no such event."),
        };
        return State == before ? actions : actions | ElectionActions.StateChanged;
    }

    /// <summary>
    /// Brings a master's next advertisement forward to this moment, so that it leaves together with others; those after it
    /// follow from here, and no interval becomes longer.
    /// </summary>
    public void AdvertiseBy(long now)
    {
        if (State == VrrpState.Master)
        {
            Deadline = Math.Min(Deadline, now);
        }
    }

    private ElectionActions OnStartup(long now)
    {
        if (State != VrrpState.Initialize)
        {
            return ElectionActions.None;
        }

        _startupEnds = now + _options.StartupDelay;
        MasterInterval = _options.Interval;
        MasterAddress = default;
        MasterPriority = 0;
        return _isFaulted
            ? Leave(VrrpState.Fault, ElectionCause.FaultRaised, ElectionActions.None)
            : Enter(ElectionCause.Started, now);
    }

    private ElectionActions OnTimer(long now)
    {
        if (now < Deadline)
        {
            return ElectionActions.None;
        }

        switch (State)
        {
            // 6.4.2: the Active_Down_Timer fires.
            case VrrpState.Backup when _options.IsGrouped:
                WantsMaster = true;
                Deadline = now + MasterDownInterval;
                return ElectionActions.RequestGroupMaster;
            case VrrpState.Backup:
                return BecomeMaster(_reasonToTakeOver, now);

            // 6.4.3: the Adver_Timer fires. The next moment follows the last one, not the one that the scheduler
            // chose, so that lateness does not add up; after a long pause there is nothing to catch up with.
            case VrrpState.Master:
                Deadline += _options.Interval;
                if (Deadline <= now)
                {
                    Deadline = now + _options.Interval;
                }

                return ElectionActions.SendAdvertisement;
            default:
                return ElectionActions.None;
        }
    }

    private ElectionActions OnFaultRaised()
    {
        _isFaulted = true;
        return State is VrrpState.Backup or VrrpState.Master
            ? Leave(VrrpState.Fault, ElectionCause.FaultRaised, ElectionActions.SendPriorityZero)
            : ElectionActions.None;
    }

    private ElectionActions OnFaultCleared(long now)
    {
        _isFaulted = false;
        if (State != VrrpState.Fault)
        {
            return ElectionActions.None;
        }

        // What was learned before the fault says nothing about the master of now.
        MasterInterval = _options.Interval;
        return Enter(ElectionCause.FaultCleared, now);
    }

    private ElectionActions OnPriorityChanged(byte priority)
    {
        long before = MasterDownInterval;
        EffectivePriority = _options.IsOwner ? VrrpConstants.OwnerPriority : Math.Max(priority, (byte)1);
        ShiftMasterDownTimer(before);
        return ElectionActions.None;
    }

    private ElectionActions OnOptionsChanged(ElectionOptions options, long now)
    {
        long downBefore = MasterDownInterval;
        bool otherInterval = options.Interval != _options.Interval;
        if (MasterInterval == _options.Interval || options.Version == VrrpVersion.V2)
        {
            MasterInterval = options.Interval;
        }

        _options = options;
        if (options.IsOwner)
        {
            EffectivePriority = VrrpConstants.OwnerPriority;
        }

        if (!options.IsGrouped)
        {
            WantsMaster = false;
        }

        ShiftMasterDownTimer(downBefore);
        if (State != VrrpState.Master || !otherInterval)
        {
            return ElectionActions.None;
        }

        // Backups of version 3 have learned the old interval: they hear of a longer one before they lose patience.
        Deadline = now + options.Interval;
        return ElectionActions.SendAdvertisement;
    }

    private ElectionActions OnGroupMaster(long now) =>
        State == VrrpState.Backup ? BecomeMaster(WantsMaster ? _reasonToTakeOver : ElectionCause.Group, now) : ElectionActions.None;

    // No priority 0: whoever made the other member give way takes over this one with it (keepalived vrrp_sync_backup).
    private ElectionActions OnGroupBackup(long now)
    {
        if (State != VrrpState.Master)
        {
            return ElectionActions.None;
        }

        MasterAddress = default;
        MasterPriority = 0;
        return ElectionActions.ReleaseAddresses | BecomeBackup(ElectionCause.Group, now, MasterDownInterval);
    }

    /// <summary>Initialize or Fault are over: 6.4.1.</summary>
    private ElectionActions Enter(ElectionCause cause, long now)
    {
        bool delayed = now < _startupEnds;
        if (_options.IsOwner)
        {
            // 6.4.1: the owner becomes master at once.
            if (!delayed && !_options.IsGrouped)
            {
                return BecomeMaster(ElectionCause.Owner, now);
            }

            ElectionActions waiting = BecomeBackup(cause, now, 0);
            _reasonToTakeOver = ElectionCause.Owner;
            return waiting;
        }

        // 6.4.1. With the wish to be master one interval has to do (keepalived's state MASTER), at start only.
        bool eager = cause == ElectionCause.Started && _options.StartsAsMaster;
        return BecomeBackup(cause, now, eager ? _options.Interval + SkewOf(VrrpConstants.OwnerPriority) : MasterDownInterval);
    }

    private ElectionActions BecomeBackup(ElectionCause cause, long now, long patience)
    {
        State = VrrpState.Backup;
        Cause = cause;
        WantsMaster = false;
        _preemptAt = Never;
        _reasonToTakeOver = ElectionCause.NoMaster;
        Deadline = Math.Max(now, _startupEnds) + patience;
        return ElectionActions.None;
    }

    /// <summary>6.4.2: advertise, take the addresses, tell the neighbours.</summary>
    private ElectionActions BecomeMaster(ElectionCause cause, long now)
    {
        State = VrrpState.Master;
        Cause = cause;
        WantsMaster = false;
        MasterInterval = _options.Interval;
        MasterAddress = PrimaryAddress;
        MasterPriority = EffectivePriority;
        Deadline = now + _options.Interval;
        return ElectionActions.SendAdvertisement | ElectionActions.AcquireAddresses;
    }

    private ElectionActions Leave(VrrpState state, ElectionCause cause, ElectionActions goodbye)
    {
        bool wasMaster = State == VrrpState.Master;
        State = state;
        Cause = cause;
        WantsMaster = false;
        Deadline = Never;
        if (!wasMaster)
        {
            return ElectionActions.None;
        }

        MasterAddress = default;
        MasterPriority = 0;
        return goodbye | ElectionActions.ReleaseAddresses;
    }

    /// <summary>The Master_Down_Timer runs on, longer or shorter by what changed (keepalived vrrp_set_effective_priority).</summary>
    private void ShiftMasterDownTimer(long before)
    {
        if (State == VrrpState.Backup)
        {
            Deadline += MasterDownInterval - before;
        }
    }

    private long SkewOf(byte priority) => _options.Version == VrrpVersion.V2
        ? (256 - priority) * TimeSpan.TicksPerSecond / 256
        : (256 - priority) * MasterInterval / 256;
}
