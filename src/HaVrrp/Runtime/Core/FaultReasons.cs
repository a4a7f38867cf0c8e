namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>Everything that keeps an instance from being master; it is in Fault while any of them holds.</summary>
[Flags]
internal enum FaultReasons
{
    None = 0,

    /// <summary>The interface does not exist (yet, or any more).</summary>
    LinkMissing = 1 << 0,

    /// <summary>The interface is down or has no carrier.</summary>
    LinkDown = 1 << 1,

    /// <summary>The interface has no address that advertisements could come from.</summary>
    NoPrimaryAddress = 1 << 2,

    /// <summary>The configured source address is not on this node and is tracked.</summary>
    SourceAddressMissing = 1 << 3,

    /// <summary>A track with weight 0 failed.</summary>
    TrackFailed = 1 << 4,

    /// <summary>A track with weight 0 has no first result yet.</summary>
    TrackPending = 1 << 5,

    /// <summary>The system refused the sockets or the virtual MAC interface; tried again.</summary>
    TransportFailed = 1 << 6,

    /// <summary>The system refused to add an address, a route or a rule; tried again.</summary>
    AddressFailed = 1 << 7,

    /// <summary>Another member of the sync group is in fault.</summary>
    Group = 1 << 8,
}
