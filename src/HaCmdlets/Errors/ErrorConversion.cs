using System.ComponentModel;
using System.Management.Automation;
using System.Net.Sockets;
using System.Security;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Errors;

/// <summary>Turns exceptions into error records.</summary>
internal static class ErrorConversion
{
    private const int OperationNotPermitted = 1; // EPERM
    private const int PermissionDenied = 13; // EACCES
    private const int WindowsAccessDenied = 5; // ERROR_ACCESS_DENIED

    /// <summary>Whether an exception steers PowerShell itself (stop, break, a terminating error) and must pass untouched.</summary>
    public static bool BelongsToPowerShell(Exception exception) =>
        exception.GetType().Assembly == typeof(PSCmdlet).Assembly;

    /// <summary>The error record of an exception.</summary>
    /// <param name="exception">Any exception.</param>
    /// <param name="target">What the error is about, unless the exception says so itself.</param>
    public static ErrorRecord ToErrorRecord(Exception exception, object? target)
    {
        HaException named = ToNamed(Unwrap(exception), target);
        return named.Target is null && target is not null
            ? new ErrorRecord(named, named.Id, named.Category, target)
            : named.ErrorRecord;
    }

    private static Exception Unwrap(Exception exception) =>
        exception is AggregateException { InnerExceptions.Count: 1 } aggregate
            ? Unwrap(aggregate.InnerExceptions[0])
            : exception;

    private static HaException ToNamed(Exception exception, object? target) => exception switch
    {
        HaException named => named,
        NginxException nginx => HaErrors.FromNginx(nginx, target),
        ConfigurationException configuration => HaErrors.NginxConfigurationInvalid(configuration, target),
        UpstreamMonitorException monitor => HaErrors.FromMonitor(monitor, target),
        VrrpEngineException refused => HaErrors.FromEngine(refused, target),
        NetworkException { ErrorCode: var number } when IsAccessRefused(number) => HaErrors.AccessRefused(exception, target),
        UnauthorizedAccessException or SecurityException => HaErrors.AccessRefused(exception, target),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => HaErrors.AccessRefused(exception, target),
        SocketException { SocketErrorCode: SocketError.TimedOut } => HaErrors.OperationTimedOut(exception, target),
        SocketException => HaErrors.ConnectionFailed(exception, target),
        Win32Exception { NativeErrorCode: var code } when IsAccessRefused(code) => HaErrors.AccessRefused(exception, target),
        FileNotFoundException or DirectoryNotFoundException or KeyNotFoundException => HaErrors.NotFound(exception, target),
        TimeoutException => HaErrors.OperationTimedOut(exception, target),
        OperationCanceledException => HaErrors.OperationCancelled(exception, target),
        ArgumentException => HaErrors.InvalidArgument(exception, target),
        FormatException or InvalidDataException => HaErrors.MalformedData(exception, target),
        NotSupportedException or NotImplementedException => HaErrors.NotSupported(exception, target),
        InvalidOperationException => HaErrors.InvalidState(exception, target),
        IOException => HaErrors.InputOutputFailed(exception, target),
        _ => HaErrors.Unforeseen(exception, target),
    };

    private static bool IsAccessRefused(int code) => OperatingSystem.IsWindows()
        ? code == WindowsAccessDenied
        : code is OperationNotPermitted or PermissionDenied;
}
