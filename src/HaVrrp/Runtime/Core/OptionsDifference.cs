using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>What differs between two declarations of one instance, and what that touches.</summary>
internal static class OptionsDifference
{
    /// <summary>The first option that differs and cannot change while the instance runs; null when there is none.</summary>
    public static string? FindFixed(VrrpInstanceOptions before, VrrpInstanceOptions after)
    {
        (string Field, bool Differs)[] options =
        [
            (nameof(after.Interface), before.Interface != after.Interface),
            (nameof(after.VirtualRouterId), before.VirtualRouterId != after.VirtualRouterId),
            (nameof(after.Family), before.EffectiveFamily != after.EffectiveFamily),
            (nameof(after.NetworkNamespace), before.NetworkNamespace != after.NetworkNamespace),
            (nameof(after.VirtualMac), before.VirtualMac != after.VirtualMac),
        ];
        return Array.Find(options, static option => option.Differs).Field;
    }

    public static bool NeedsOtherAuthentication(VrrpInstanceOptions before, VrrpInstanceOptions after) =>
        before.Version != after.Version
        || before.ChecksumWithPseudoHeader != after.ChecksumWithPseudoHeader
        || (before.UnicastPeers.Count > 0) != (after.UnicastPeers.Count > 0)
        || !IsSame(before.Authentication, after.Authentication);

    public static bool NeedsOtherTransport(VrrpInstanceOptions before, VrrpInstanceOptions after) =>
        NeedsOtherAuthentication(before, after)
        || !Equals(before.SourceAddress, after.SourceAddress)
        || before.UnicastTimeToLive != after.UnicastTimeToLive
        || !before.UnicastPeers.SequenceEqual(after.UnicastPeers);

    /// <summary>Names of the options that differ, for people; empty when all is the same.</summary>
    public static string Describe(VrrpInstanceOptions before, VrrpInstanceOptions after)
    {
        (string Field, bool Differs)[] options =
        [
            (nameof(after.Priority), before.Priority != after.Priority),
            (nameof(after.Version), before.Version != after.Version),
            (nameof(after.VirtualAddresses), !before.VirtualAddresses.SequenceEqual(after.VirtualAddresses)),
            (nameof(after.AdvertisementInterval), before.AdvertisementInterval != after.AdvertisementInterval),
            (nameof(after.InitialState), before.InitialState != after.InitialState),
            (nameof(after.Preempt), before.Preempt != after.Preempt),
            (nameof(after.PreemptDelay), before.PreemptDelay != after.PreemptDelay),
            (nameof(after.StartupDelay), before.StartupDelay != after.StartupDelay),
            (nameof(after.Authentication), !IsSame(before.Authentication, after.Authentication)),
            (nameof(after.SourceAddress), !Equals(before.SourceAddress, after.SourceAddress)),
            (nameof(after.UnicastPeers), !before.UnicastPeers.SequenceEqual(after.UnicastPeers)),
            (nameof(after.UnicastTimeToLive), before.UnicastTimeToLive != after.UnicastTimeToLive),
            (nameof(after.ChecksumWithPseudoHeader), before.ChecksumWithPseudoHeader != after.ChecksumWithPseudoHeader),
            (nameof(after.StrictAddressList), before.StrictAddressList != after.StrictAddressList),
            (nameof(after.AcceptMode), before.AcceptMode != after.AcceptMode),
            (nameof(after.VirtualRoutes), !before.VirtualRoutes.SequenceEqual(after.VirtualRoutes)),
            (nameof(after.VirtualRules), !before.VirtualRules.SequenceEqual(after.VirtualRules)),
            (nameof(after.GratuitousArp), before.GratuitousArp != after.GratuitousArp),
            (nameof(after.Tracks), !IsSame(before.Tracks, after.Tracks)),
            (nameof(after.IgnoreInterfaceState), before.IgnoreInterfaceState != after.IgnoreInterfaceState),
            (nameof(after.TrackSourceAddress), before.TrackSourceAddress != after.TrackSourceAddress),
            (nameof(after.LowerPriorityNoAdvert), before.LowerPriorityNoAdvert != after.LowerPriorityNoAdvert),
            (nameof(after.HigherPrioritySendAdvert), before.HigherPrioritySendAdvert != after.HigherPrioritySendAdvert),
            (nameof(after.DownTimerAdverts), before.DownTimerAdverts != after.DownTimerAdverts),
            (nameof(after.Hooks), !IsSame(before.Hooks, after.Hooks)),
        ];
        return string.Join(", ", options.Where(static option => option.Differs).Select(static option => option.Field));
    }

    /// <summary>Whether two declarations of one group say the same.</summary>
    public static bool IsSame(SyncGroupOptions left, SyncGroupOptions right) =>
        left.Members.SequenceEqual(right.Members) && IsSame(left.Tracks, right.Tracks) && IsSame(left.Hooks, right.Hooks);

    private static bool IsSame(VrrpAuthentication left, VrrpAuthentication right) =>
        left.Method == right.Method
        && left.Secret.Span.SequenceEqual(right.Secret.Span)
        && left.ActiveKeyId == right.ActiveKeyId
        && left.HmacMode == right.HmacMode
        && left.AntiReplay == right.AntiReplay
        && left.AntiReplayWindow == right.AntiReplayWindow
        && left.Keys.Count == right.Keys.Count
        && left.Keys.All(pair => right.Keys.TryGetValue(pair.Key, out ReadOnlyMemory<byte> key) && key.Span.SequenceEqual(pair.Value.Span));

    private static bool IsSame(IReadOnlyList<TrackOptions> left, IReadOnlyList<TrackOptions> right) =>
        left.Count == right.Count && left.Zip(right).All(static pair => IsSame(pair.First, pair.Second));

    /// <summary>Records compare lists by reference, so a script's arguments are compared apart.</summary>
    private static bool IsSame(TrackOptions left, TrackOptions right) => (left, right) switch
    {
        (ScriptTrackOptions a, ScriptTrackOptions b) =>
            a.Arguments.SequenceEqual(b.Arguments) && a with { Arguments = [] } == b with { Arguments = [] },
        _ => left == right,
    };

    private static bool IsSame(VrrpHooks left, VrrpHooks right) =>
        IsSame(left.Master, right.Master)
        && IsSame(left.Backup, right.Backup)
        && IsSame(left.Fault, right.Fault)
        && IsSame(left.Stop, right.Stop)
        && IsSame(left.Any, right.Any)
        && IsSame(left.LowerPriorityReceived, right.LowerPriorityReceived);

    private static bool IsSame(VrrpHook? left, VrrpHook? right) => (left, right) switch
    {
        (null, null) => true,
        ({ } a, { } b) => a.Arguments.SequenceEqual(b.Arguments) && a with { Arguments = [] } == b with { Arguments = [] },
        _ => false,
    };
}
