namespace NginxHa.Vrrp.Runtime;

/// <summary>Kinds of refusal; each becomes a stable error id of the cmdlets.</summary>
public enum VrrpEngineError
{
    /// <summary>Options are wrong.</summary>
    InvalidOptions,

    /// <summary>An instance of that name runs already.</summary>
    NameInUse,

    /// <summary>An instance with that VRID and family runs already on the interface.</summary>
    VirtualRouterIdInUse,

    /// <summary>No instance or group of that name.</summary>
    NotFound,

    /// <summary>No such interface.</summary>
    InterfaceNotFound,

    /// <summary>No such network namespace.</summary>
    NetworkNamespaceNotFound,

    /// <summary>The process lacks CAP_NET_RAW or CAP_NET_ADMIN (or is not an administrator).</summary>
    NotPermitted,

    /// <summary>The option cannot change while the instance runs.</summary>
    CannotChangeWhileRunning,

    /// <summary>The system refused an operation.</summary>
    SystemError,

    /// <summary>The agent does not run or does not answer.</summary>
    AgentUnavailable,

    /// <summary>The agent is of another version and speaks another protocol.</summary>
    AgentIncompatible,
}
