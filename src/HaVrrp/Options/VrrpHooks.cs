namespace NginxHa.Vrrp.Options;

/// <summary>Programs by occasion (keepalived <c>notify*</c>).</summary>
public sealed record VrrpHooks
{
    /// <summary>No hooks.</summary>
    public static VrrpHooks None { get; } = new();

    /// <summary>On becoming master (<c>notify_master</c>).</summary>
    public VrrpHook? Master { get; init; }

    /// <summary>On becoming backup (<c>notify_backup</c>).</summary>
    public VrrpHook? Backup { get; init; }

    /// <summary>On a fault (<c>notify_fault</c>).</summary>
    public VrrpHook? Fault { get; init; }

    /// <summary>On a stop (<c>notify_stop</c>).</summary>
    public VrrpHook? Stop { get; init; }

    /// <summary>On every change, after the specific one (<c>notify</c>).</summary>
    public VrrpHook? Any { get; init; }

    /// <summary>As master, on an advertisement of lower priority (<c>notify_master_rx_lower_pri</c>).</summary>
    public VrrpHook? LowerPriorityReceived { get; init; }

    /// <summary>True when there is nothing to run.</summary>
    public bool IsEmpty => this == None;
}
