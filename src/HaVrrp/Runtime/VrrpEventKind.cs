namespace NginxHa.Vrrp.Runtime;

/// <summary>What happened.</summary>
public enum VrrpEventKind
{
    /// <summary>An instance changed its state.</summary>
    StateChanged,

    /// <summary>The effective priority changed.</summary>
    PriorityChanged,

    /// <summary>A track went up or down.</summary>
    TrackChanged,

    /// <summary>As master, an advertisement of lower priority was heard.</summary>
    LowerPriorityReceived,

    /// <summary>A sync group changed its state.</summary>
    GroupStateChanged,

    /// <summary>Options were changed while running.</summary>
    OptionsChanged,

    /// <summary>A hook failed; the engine goes on.</summary>
    HookFailed,

    /// <summary>The system refused an operation, for example to add an address.</summary>
    OperationFailed,

    /// <summary>Someone removed a virtual address from the master; it was put back.</summary>
    AddressRestored,
}
