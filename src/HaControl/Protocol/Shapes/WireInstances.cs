using NginxHa.Topology.Document;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control.Protocol;

/// <summary>Instances, groups and events as an agent tells of them.</summary>
internal static class WireInstances
{
    private static readonly Shape<VrrpState> _state = WireValues.Name<VrrpState>();

    private static readonly Shape<InstanceOrigin> _origin = WireValues.Name<InstanceOrigin>();

    private static readonly Shape<TrackStatus> _track = new ObjectShape<TrackStatus>(
        "trackStatus", "A track at one moment.", static () => new TrackStatus(string.Empty, string.Empty, null, 0, 0, null, null))
        .Required("name", "Name.", WireValues.Text, static t => t.Name, static (t, v) => t with { Name = v })
        .Required("kind", "Kind.", WireValues.Text, static t => t.Kind, static (t, v) => t with { Kind = v })
        .Optional("isUp", "Up, down, or null while no result is there.", ValueShapes.OrNothing(ValueShapes.Switch), static t => t.IsUp, static (t, v) => t with { IsUp = v })
        .Optional("weight", "Weight.", WireValues.Whole, static t => t.Weight, static (t, v) => t with { Weight = v })
        .Optional("contribution", "What it adds to the priority now.", WireValues.Whole, static t => t.Contribution, static (t, v) => t with { Contribution = v })
        .Optional("detail", "Last reason or measurement.", ValueShapes.OrNull(WireValues.Text), static t => t.Detail, static (t, v) => t with { Detail = v })
        .Optional("lastChecked", "Moment of the last result.", ValueShapes.OrNothing(WireValues.Moment), static t => t.LastChecked, static (t, v) => t with { LastChecked = v });

    private static readonly Shape<VrrpStatistics> _statistics = new ObjectShape<VrrpStatistics>(
        "statistics", "Counters of an instance.", static () => new VrrpStatistics { Refused = new Dictionary<VrrpRefusal, long>() })
        .Optional("advertisementsSent", "Sent.", WireValues.Count, static s => s.AdvertisementsSent, static (s, v) => s with { AdvertisementsSent = v })
        .Optional("advertisementsReceived", "Received and accepted.", WireValues.Count, static s => s.AdvertisementsReceived, static (s, v) => s with { AdvertisementsReceived = v })
        .Optional("priorityZeroSent", "Sent with priority 0.", WireValues.Count, static s => s.PriorityZeroSent, static (s, v) => s with { PriorityZeroSent = v })
        .Optional("priorityZeroReceived", "Received with priority 0.", WireValues.Count, static s => s.PriorityZeroReceived, static (s, v) => s with { PriorityZeroReceived = v })
        .Optional("becameMaster", "Transitions to master.", WireValues.Count, static s => s.BecameMaster, static (s, v) => s with { BecameMaster = v })
        .Optional("releasedMaster", "Transitions from master.", WireValues.Count, static s => s.ReleasedMaster, static (s, v) => s with { ReleasedMaster = v })
        .Optional("announcementsSent", "Gratuitous ARPs and unsolicited neighbour advertisements.", WireValues.Count, static s => s.AnnouncementsSent, static (s, v) => s with { AnnouncementsSent = v })
        .Optional("refused", "Refused packets by reason.", new CountersShape<VrrpRefusal>(), static s => s.Refused, static (s, v) => s with { Refused = v })
        .Optional("addressListMismatches", "Accepted with another address list.", WireValues.Count, static s => s.AddressListMismatches, static (s, v) => s with { AddressListMismatches = v })
        .Optional("lateAdvertisements", "Own ones later than a tenth of the interval.", WireValues.Count, static s => s.LateAdvertisements, static (s, v) => s with { LateAdvertisements = v });

    /// <summary>An instance; its options have to be without secrets before it is written.</summary>
    public static Shape<VrrpInstanceStatus> Instance { get; } = new ObjectShape<VrrpInstanceStatus>("instanceStatus", "An instance at one moment.", StartInstance)
        .Required("options", "Options in force, without secrets.", InstanceShapes.Instance, static i => i.Options, static (i, v) => i with { Options = v })
        .Optional("secretsWithheld", "There are secrets, which the agent keeps.", ValueShapes.Switch, static i => i.Options.Authentication.SecretsWithheld, static (i, v) => i with { Options = i.Options with { Authentication = i.Options.Authentication with { SecretsWithheld = v } } })
        .Required("origin", "Whether the document or a request started it.", _origin, static i => i.Origin, static (i, v) => i with { Origin = v })
        .Required("state", "State.", _state, static i => i.State, static (i, v) => i with { State = v })
        .Required("since", "When the state was entered.", WireValues.Moment, static i => i.Since, static (i, v) => i with { Since = v })
        .Required("reason", "Why this state.", WireValues.Text, static i => i.Reason, static (i, v) => i with { Reason = v })
        .Required("effectivePriority", "Priority after tracks.", ValueShapes.Byte(0), static i => i.EffectivePriority, static (i, v) => i with { EffectivePriority = v })
        .Required("priorityReason", "How it came about.", WireValues.Text, static i => i.PriorityReason, static (i, v) => i with { PriorityReason = v })
        .Optional("primaryAddress", "Source of advertisements.", ValueShapes.OrNull(ValueShapes.Address), static i => i.PrimaryAddress, static (i, v) => i with { PrimaryAddress = v })
        .Optional("masterAddress", "The master as far as known.", ValueShapes.OrNull(ValueShapes.Address), static i => i.MasterAddress, static (i, v) => i with { MasterAddress = v })
        .Optional("masterPriority", "Priority in the last accepted advertisement.", ValueShapes.OrNothing(ValueShapes.Byte(0)), static i => i.MasterPriority, static (i, v) => i with { MasterPriority = v })
        .Optional("masterAdvertisementInterval", "Seconds, in force.", WireValues.Duration, static i => i.MasterAdvertisementInterval, static (i, v) => i with { MasterAdvertisementInterval = v })
        .Optional("masterDownInterval", "Seconds, in force.", WireValues.Duration, static i => i.MasterDownInterval, static (i, v) => i with { MasterDownInterval = v })
        .Optional("group", "Sync group.", ValueShapes.OrNull(WireValues.Text), static i => i.Group, static (i, v) => i with { Group = v })
        .Optional("virtualMacInterface", "Virtual MAC interface.", ValueShapes.OrNull(WireValues.Text), static i => i.VirtualMacInterface, static (i, v) => i with { VirtualMacInterface = v })
        .Optional("ownedAddresses", "Virtual addresses that are on this node.", ValueShapes.ListOf(OptionShapes.VirtualAddress), static i => i.OwnedAddresses, static (i, v) => i with { OwnedAddresses = v })
        .Optional("tracks", "Tracks and their state.", ValueShapes.ListOf(_track), static i => i.Tracks, static (i, v) => i with { Tracks = v })
        .Optional("statistics", "Counters.", _statistics, static i => i.Statistics, static (i, v) => i with { Statistics = v });

    /// <summary>A sync group.</summary>
    public static Shape<SyncGroupStatus> Group { get; } = new ObjectShape<SyncGroupStatus>("groupStatus", "A sync group at one moment.", StartGroup)
        .Required("options", "What was declared.", InstanceShapes.SyncGroup, static g => g.Options, static (g, v) => g with { Options = v })
        .Required("origin", "Whether the document or a request made it.", _origin, static g => g.Origin, static (g, v) => g with { Origin = v })
        .Required("state", "State.", _state, static g => g.State, static (g, v) => g with { State = v })
        .Required("since", "When the state was entered.", WireValues.Moment, static g => g.Since, static (g, v) => g with { Since = v });

    /// <summary>An event.</summary>
    public static Shape<VrrpEvent> Event { get; } = new ObjectShape<VrrpEvent>("event", "What happened.", StartEvent)
        .Required("sequence", "Number of the event in this agent; a gap means that some were lost.", WireValues.Count, static e => e.Sequence, static (e, v) => e with { Sequence = v })
        .Required("time", "When.", WireValues.Moment, static e => e.Time, static (e, v) => e with { Time = v })
        .Required("kind", "What.", WireValues.Name<VrrpEventKind>(), static e => e.Kind, static (e, v) => e with { Kind = v })
        .Required("name", "Instance or group.", WireValues.Text, static e => e.Name, static (e, v) => e with { Name = v })
        .Required("previousState", "State before.", _state, static e => e.PreviousState, static (e, v) => e with { PreviousState = v })
        .Required("state", "State now.", _state, static e => e.State, static (e, v) => e with { State = v })
        .Required("priority", "Effective priority now.", ValueShapes.Byte(0), static e => e.Priority, static (e, v) => e with { Priority = v })
        .Required("reason", "Why.", WireValues.Text, static e => e.Reason, static (e, v) => e with { Reason = v });

    private static VrrpInstanceStatus StartInstance() => new()
    {
        Engine = EngineKind.Agent,
        Options = new VrrpInstanceOptions { Name = string.Empty, Interface = string.Empty, VirtualRouterId = 1 },
        State = VrrpState.Initialize,
        Since = default,
        Reason = string.Empty,
        EffectivePriority = 0,
        PriorityReason = string.Empty,
        OwnedAddresses = [],
        Tracks = [],
        Statistics = new VrrpStatistics { Refused = new Dictionary<VrrpRefusal, long>() },
    };

    private static SyncGroupStatus StartGroup() =>
        new(new SyncGroupOptions { Name = string.Empty, Members = [] }, VrrpState.Initialize, default) { Engine = EngineKind.Agent };

    private static VrrpEvent StartEvent() => new()
    {
        Sequence = 0,
        Time = default,
        Kind = VrrpEventKind.StateChanged,
        Name = string.Empty,
        Engine = EngineKind.Agent,
        Reason = string.Empty,
    };
}
