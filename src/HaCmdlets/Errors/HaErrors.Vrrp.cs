using System.Management.Automation;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Errors;

/// <content>Errors of virtual routers, their addresses and their engines.</content>
public static partial class HaErrors
{
    /// <summary>Declared options are wrong.</summary>
    /// <param name="kind">What is declared: "VRRP instance".</param>
    /// <param name="name">Its name.</param>
    /// <param name="problems">What is wrong with it, one or more.</param>
    /// <param name="target">The options.</param>
    /// <returns>The error.</returns>
    public static HaException InvalidVrrpOptions(string kind, string name, IReadOnlyList<OptionProblem> problems, object? target) => Error(
        ErrorCategory.InvalidArgument,
        $"The {kind} '{name}' cannot be as declared. {string.Join(" ", problems)}",
        target);

    /// <summary>No instance of that name runs.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The error.</returns>
    public static HaException VrrpInstanceNotFound(string name) => Error(
        ErrorCategory.ObjectNotFound, $"No VRRP instance named '{name}' runs. Get-VrrpInstance lists those that do.", name);

    /// <summary>There is no sync group of that name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The error.</returns>
    public static HaException VrrpSyncGroupNotFound(string name) => Error(
        ErrorCategory.ObjectNotFound, $"There is no VRRP sync group named '{name}'. Get-VrrpSyncGroup lists those that are.", name);

    /// <summary>A sync group of that name is there already.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The error.</returns>
    public static HaException VrrpSyncGroupExists(string name) => Error(
        ErrorCategory.ResourceExists, $"A VRRP sync group named '{name}' is there already. Set-VrrpSyncGroup changes it.", name);

    /// <summary>No interface has that virtual IP.</summary>
    /// <param name="address">The address.</param>
    /// <param name="networkNamespace">The namespace that was searched; null for that of the process.</param>
    /// <returns>The error.</returns>
    public static HaException VirtualIpNotFound(string address, string? networkNamespace) => Error(
        ErrorCategory.ObjectNotFound,
        $"No interface{(networkNamespace is null ? "" : $" in the network namespace '{networkNamespace}'")} has the address {address}.",
        address);

    /// <summary>A running instance looks after the address, and would undo the change.</summary>
    /// <param name="address">The address.</param>
    /// <param name="instance">The instance.</param>
    /// <returns>The error.</returns>
    public static HaException VirtualIpOwnedByInstance(string address, string instance) => Error(
        ErrorCategory.ResourceBusy,
        $"The address {address} belongs to the VRRP instance '{instance}', which would put it back. Stop the instance, or take the address out of it with Set-VrrpInstance.",
        address);

    /// <summary>An announcement could not be sent.</summary>
    /// <param name="address">The address.</param>
    /// <param name="link">The interface.</param>
    /// <returns>The error.</returns>
    public static HaException AnnouncementNotSent(string address, string link) => Error(
        ErrorCategory.DeviceError, $"The system refused to send the announcement of {address} from '{link}'. Is the interface up?", address);

    /// <summary>The object given is none that the parameter takes.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">The object.</param>
    /// <param name="allowed">What is allowed.</param>
    /// <returns>The error.</returns>
    public static HaException InvalidInputObject(string parameter, object? value, string allowed) => Error(
        ErrorCategory.InvalidType, $"{parameter} is a {value?.GetType().Name ?? "null"}; allowed is {allowed}.", value);

    internal static HaException InstanceNameInUse(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.ResourceExists, cause.Message, target, cause);

    internal static HaException VirtualRouterIdInUse(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.ResourceExists, cause.Message, target, cause);

    internal static HaException EngineRefusedOptions(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.InvalidArgument, cause.Message, target, cause);

    internal static HaException EngineInterfaceNotFound(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.ObjectNotFound, cause.Message, target, cause, nameof(InterfaceNotFound));

    internal static HaException EngineNetworkNamespaceNotFound(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.ObjectNotFound, cause.Message, target, cause, nameof(NetworkNamespaceNotFound));

    internal static HaException EngineNameNotFound(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.ObjectNotFound, cause.Message, target, cause, nameof(VrrpInstanceNotFound));

    internal static HaException EngineNotPermitted(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.PermissionDenied, cause.Message, target, cause, nameof(PermissionDenied));

    internal static HaException CannotChangeWhileRunning(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.InvalidOperation, cause.Message, target, cause);

    internal static HaException EngineSystemError(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.DeviceError, cause.Message, target, cause);

    internal static HaException AgentUnavailable(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.ConnectionError, cause.Message, target, cause);

    internal static HaException AgentIncompatible(VrrpEngineException cause, object? target) =>
        Error(ErrorCategory.ConnectionError, cause.Message, target, cause);

    internal static HaException FromEngine(VrrpEngineException cause, object? target) => cause.Error switch
    {
        VrrpEngineError.InvalidOptions => EngineRefusedOptions(cause, target),
        VrrpEngineError.NameInUse => InstanceNameInUse(cause, target),
        VrrpEngineError.VirtualRouterIdInUse => VirtualRouterIdInUse(cause, target),
        VrrpEngineError.NotFound => EngineNameNotFound(cause, target),
        VrrpEngineError.InterfaceNotFound => EngineInterfaceNotFound(cause, target),
        VrrpEngineError.NetworkNamespaceNotFound => EngineNetworkNamespaceNotFound(cause, target),
        VrrpEngineError.NotPermitted => EngineNotPermitted(cause, target),
        VrrpEngineError.CannotChangeWhileRunning => CannotChangeWhileRunning(cause, target),
        VrrpEngineError.AgentUnavailable => AgentUnavailable(cause, target),
        VrrpEngineError.AgentIncompatible => AgentIncompatible(cause, target),
        _ => EngineSystemError(cause, target),
    };
}
