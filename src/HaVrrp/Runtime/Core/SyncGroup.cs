using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// Instances that move together, as keepalived's <c>vrrp_sync_group</c>: a fault of one is a fault of all; one that gives way
/// takes all others along; and they become master only when every one of them is ready to, so that backup is
/// preferred and nothing swings to and fro.
/// </summary>
internal sealed class SyncGroup(VrrpEngineCore core, SyncGroupOptions options)
{
    private readonly List<VrrpInstance> _members = [];
    private bool _isMoving;
    private bool _hasOtherFaults;

    public SyncGroupOptions Options { get; set; } = options;

    public string Name => Options.Name;

    public VrrpState State { get; private set; }

    public DateTimeOffset Since { get; private set; } = core.Host.UtcNow;

    public IReadOnlyList<VrrpInstance> Members => _members;

    public bool Wants(string instance) => Options.Members.Contains(instance);

    /// <summary>Takes in an instance that is about to start: it starts as a member, under the group's faults.</summary>
    public void Adopt(VrrpInstance member, long now)
    {
        if (_members.Exists(static other => other.HasOwnFault))
        {
            member.ReplaceFaults(FaultReasons.Group, FaultReasons.Group, now);
        }

        _members.Add(member);
    }

    /// <summary>Takes in an instance that runs.</summary>
    public void Join(VrrpInstance member, long now)
    {
        _members.Add(member);
        member.EnterGroup(this, now);
        Settle(now);
    }

    /// <summary>Forgets an instance that stops, before it does; <see cref="Settle"/> follows.</summary>
    public void Forget(VrrpInstance member) => _members.Remove(member);

    /// <summary>Brings the members in line after one has started or stopped.</summary>
    public void Settle(long now)
    {
        OnMemberFaultsChanged(now);
        OnMemberStateChanged();
    }

    /// <summary>Lets an instance go on by itself.</summary>
    public void Leave(VrrpInstance member, long now)
    {
        if (_members.Remove(member))
        {
            member.EnterGroup(null, now);
            Settle(now);
        }
    }

    public SyncGroupStatus ToStatus() => new(Options, State, Since);

    /// <summary>A member's own fault came or went: the others have a fault exactly while any member but themselves has one.</summary>
    public void OnMemberFaultsChanged(long now)
    {
        if (_isMoving)
        {
            _hasOtherFaults = true;
            return;
        }

        Move(() =>
        {
            int faulted = _members.Count(static member => member.HasOwnFault);
            foreach (VrrpInstance member in _members.ToArray())
            {
                bool others = faulted > (member.HasOwnFault ? 1 : 0);
                member.ReplaceFaults(FaultReasons.Group, others ? FaultReasons.Group : FaultReasons.None, now);
            }
        });
    }

    /// <summary>A member's timer ran out. If the others are ready too, or masters already, all become master.</summary>
    public void OnMasterRequested(long now)
    {
        if (_members.TrueForAll(static member => member.State == VrrpState.Master || member.WantsMaster))
        {
            Move(() =>
            {
                foreach (VrrpInstance member in _members.ToArray())
                {
                    member.Handle(ElectionEvent.GroupMaster, now);
                }
            });
        }
    }

    /// <summary>A member follows another router's master, so none of the others can stay master.</summary>
    public void OnMemberFollows(VrrpInstance follower, long now)
    {
        // Every advertisement heard comes by here: no closure before there is something to do.
        if (!_isMoving && HasOtherMaster(follower))
        {
            ReleaseOthers(follower, now);
        }
    }

    /// <summary>
    /// One member heard a rival: the rival's group has claimed all addresses, but falls silent on all of them with this one
    /// answer, so neighbours of the other members are told too.
    /// </summary>
    public void OnRivalHeard(VrrpInstance listener, long now)
    {
        foreach (VrrpInstance member in _members)
        {
            if (member != listener)
            {
                member.AnnounceAfterLowerPriority(now);
            }
        }
    }

    public void OnMemberStateChanged()
    {
        if (_isMoving)
        {
            return;
        }

        VrrpState state = _members.Count == 0 ? VrrpState.Initialize
            : _members.Exists(static member => member.State == VrrpState.Fault) ? VrrpState.Fault
            : _members.TrueForAll(static member => member.State == VrrpState.Master) ? VrrpState.Master
            : _members.Exists(static member => member.State == VrrpState.Initialize) ? VrrpState.Initialize
            : VrrpState.Backup;
        if (state == State)
        {
            return;
        }

        VrrpState before = State;
        State = state;
        Since = core.Host.UtcNow;
        core.Host.Publish(VrrpEventKind.GroupStateChanged, Name, before, state, 0, Describe(state));
        RunHooks(state);
    }

    private bool HasOtherMaster(VrrpInstance follower)
    {
        foreach (VrrpInstance member in _members)
        {
            if (member != follower && member.State == VrrpState.Master)
            {
                return true;
            }
        }

        return false;
    }

    private void ReleaseOthers(VrrpInstance follower, long now) => Move(() =>
    {
        foreach (VrrpInstance member in _members.ToArray())
        {
            if (member != follower)
            {
                member.Handle(ElectionEvent.GroupBackup, now);
            }
        }
    });

    private static string Describe(VrrpState state) => state switch
    {
        VrrpState.Master => "every member is master",
        VrrpState.Backup => "not every member can be master",
        VrrpState.Fault => "a member is in fault",
        _ => "no member runs",
    };

    private void RunHooks(VrrpState state)
    {
        (VrrpHook? hook, string word) = state switch
        {
            VrrpState.Master => (Options.Hooks.Master, "MASTER"),
            VrrpState.Backup => (Options.Hooks.Backup, "BACKUP"),
            VrrpState.Fault => (Options.Hooks.Fault, "FAULT"),
            _ => (Options.Hooks.Stop, "STOP"),
        };
        Run(hook);
        Run(Options.Hooks.Any, "GROUP", Name, word, "0");
    }

    private void Run(VrrpHook? hook, params string[] arguments)
    {
        if (hook is not null)
        {
            core.Host.RunHook(new HookRequest(Name, hook, arguments, State, 0));
        }
    }

    /// <summary>Members that move because of the group do not start the group's next move; its state is looked at when all have moved.</summary>
    private void Move(Action move)
    {
        if (_isMoving)
        {
            return;
        }

        _isMoving = true;
        try
        {
            move();
        }
        finally
        {
            _isMoving = false;
        }

        if (_hasOtherFaults)
        {
            // A member failed while it moved, for example to take its addresses: that moves the others once more.
            _hasOtherFaults = false;
            OnMemberFaultsChanged(core.Stack.Now);
            return;
        }

        OnMemberStateChanged();
    }
}
