using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Election;

/// <summary>Kinds of <see cref="ElectionEvent"/>.</summary>
internal enum ElectionEventKind : byte
{
    /// <summary>The instance was started (RFC 9568 section 6.4.1).</summary>
    Startup,

    /// <summary>The instance is to stop (RFC 9568 section 6.4.2 and 6.4.3).</summary>
    Shutdown,

    /// <summary>The present moment has reached <see cref="VrrpElection.Deadline"/>: Adver_Timer or Master_Down_Timer.</summary>
    TimerExpired,

    /// <summary>An advertisement passed every check.</summary>
    AdvertisementReceived,

    /// <summary>The first reason against being master has come up.</summary>
    FaultRaised,

    /// <summary>The last reason against being master has gone.</summary>
    FaultCleared,

    /// <summary>Tracks have changed the effective priority.</summary>
    PriorityChanged,

    /// <summary>The options were changed while running.</summary>
    OptionsChanged,

    /// <summary>Every member of the sync group is ready to be master.</summary>
    GroupMaster,

    /// <summary>A member of the sync group has gone from master to backup.</summary>
    GroupBackup,
}

/// <summary>One thing that happened, with what belongs to it.</summary>
internal readonly record struct ElectionEvent(ElectionEventKind Kind)
{
    public static ElectionEvent Startup => new(ElectionEventKind.Startup);

    public static ElectionEvent Shutdown => new(ElectionEventKind.Shutdown);

    public static ElectionEvent TimerExpired => new(ElectionEventKind.TimerExpired);

    public static ElectionEvent FaultRaised => new(ElectionEventKind.FaultRaised);

    public static ElectionEvent FaultCleared => new(ElectionEventKind.FaultCleared);

    public static ElectionEvent GroupMaster => new(ElectionEventKind.GroupMaster);

    public static ElectionEvent GroupBackup => new(ElectionEventKind.GroupBackup);

    /// <summary>Priority in the advertisement, or the new effective priority.</summary>
    public byte Priority { get; private init; }

    /// <summary>Interval in the advertisement, in ticks; 0 says nothing.</summary>
    public long Interval { get; private init; }

    /// <summary>Sender of the advertisement.</summary>
    public InetAddress Source { get; private init; }

    /// <summary>The new options.</summary>
    public ElectionOptions Options { get; private init; }

    public static ElectionEvent AdvertisementReceived(byte priority, long interval, InetAddress source) =>
        new(ElectionEventKind.AdvertisementReceived) { Priority = priority, Interval = interval, Source = source };

    public static ElectionEvent PriorityChanged(byte priority) => new(ElectionEventKind.PriorityChanged) { Priority = priority };

    public static ElectionEvent OptionsChanged(ElectionOptions options) => new(ElectionEventKind.OptionsChanged) { Options = options };
}
