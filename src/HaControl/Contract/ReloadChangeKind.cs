namespace NginxHa.Control;

/// <summary>What a reload did.</summary>
public enum ReloadChangeKind
{
    /// <summary>An instance was started.</summary>
    InstanceStarted,

    /// <summary>An instance was stopped.</summary>
    InstanceStopped,

    /// <summary>An instance was changed while it went on.</summary>
    InstanceUpdated,

    /// <summary>An instance was stopped and started anew, since what changed cannot change while it runs.</summary>
    InstanceRestarted,

    /// <summary>A sync group was made or changed.</summary>
    GroupSet,

    /// <summary>A sync group was removed.</summary>
    GroupRemoved,

    /// <summary>A setting of the agent itself was changed.</summary>
    SettingChanged,
}
