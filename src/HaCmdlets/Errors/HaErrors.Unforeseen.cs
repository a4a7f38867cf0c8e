using System.Management.Automation;

namespace NginxHa.Cmdlets.Errors;

/// <content>Errors made from the exceptions of .NET and of the engine, which keep their own messages.</content>
public static partial class HaErrors
{
    internal static HaException AccessRefused(Exception cause, object? target) =>
        Error(ErrorCategory.PermissionDenied, cause.Message, target, cause);

    internal static HaException NotFound(Exception cause, object? target) =>
        Error(ErrorCategory.ObjectNotFound, cause.Message, target, cause);

    internal static HaException InvalidArgument(Exception cause, object? target) =>
        Error(ErrorCategory.InvalidArgument, cause.Message, target, cause);

    internal static HaException MalformedData(Exception cause, object? target) =>
        Error(ErrorCategory.InvalidData, cause.Message, target, cause);

    internal static HaException InvalidState(Exception cause, object? target) =>
        Error(ErrorCategory.InvalidOperation, cause.Message, target, cause);

    internal static HaException NotSupported(Exception cause, object? target) =>
        Error(ErrorCategory.NotImplemented, cause.Message, target, cause);

    internal static HaException OperationTimedOut(Exception cause, object? target) =>
        Error(ErrorCategory.OperationTimeout, cause.Message, target, cause);

    internal static HaException OperationCancelled(Exception cause, object? target) =>
        Error(ErrorCategory.OperationStopped, cause.Message, target, cause);

    internal static HaException ConnectionFailed(Exception cause, object? target) =>
        Error(ErrorCategory.ConnectionError, cause.Message, target, cause);

    internal static HaException InputOutputFailed(Exception cause, object? target) =>
        Error(ErrorCategory.DeviceError, cause.Message, target, cause);

    internal static HaException Unforeseen(Exception cause, object? target) =>
        Error(ErrorCategory.NotSpecified, cause.Message, target, cause);
}
