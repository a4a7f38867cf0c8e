using System.ComponentModel;
using System.Management.Automation;
using System.Net.Sockets;
using System.Reflection;
using NginxHa.Cmdlets.Errors;

namespace NginxHa.Tests.Unit.Cmdlets;

public class ErrorConversionTests
{
    public static TheoryData<Exception, string, ErrorCategory> Known => new()
    {
        { new UnauthorizedAccessException(), "AccessRefused", ErrorCategory.PermissionDenied },
        { new SocketException((int)SocketError.AccessDenied), "AccessRefused", ErrorCategory.PermissionDenied },
        { new SocketException((int)SocketError.TimedOut), "OperationTimedOut", ErrorCategory.OperationTimeout },
        { new SocketException((int)SocketError.ConnectionRefused), "ConnectionFailed", ErrorCategory.ConnectionError },
        { new FileNotFoundException(), "NotFound", ErrorCategory.ObjectNotFound },
        { new DirectoryNotFoundException(), "NotFound", ErrorCategory.ObjectNotFound },
        { new KeyNotFoundException(), "NotFound", ErrorCategory.ObjectNotFound },
        { new TimeoutException(), "OperationTimedOut", ErrorCategory.OperationTimeout },
        { new TaskCanceledException(), "OperationCancelled", ErrorCategory.OperationStopped },
        { new ArgumentOutOfRangeException(), "InvalidArgument", ErrorCategory.InvalidArgument },
        { new FormatException(), "MalformedData", ErrorCategory.InvalidData },
        { new InvalidDataException(), "MalformedData", ErrorCategory.InvalidData },
        { new PlatformNotSupportedException(), "NotSupported", ErrorCategory.NotImplemented },
        { new InvalidOperationException(), "InvalidState", ErrorCategory.InvalidOperation },
        { new IOException(), "InputOutputFailed", ErrorCategory.DeviceError },
        { new AggregateException(new AggregateException(new TimeoutException())), "OperationTimedOut", ErrorCategory.OperationTimeout },
        { new DivideByZeroException(), "Unforeseen", ErrorCategory.NotSpecified },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Exception_becomes_an_error_with_id_category_message_and_cause(Exception exception, string id, ErrorCategory category)
    {
        ErrorRecord record = ErrorConversion.ToErrorRecord(exception, "target");
        Exception cause = exception;
        while (cause is AggregateException aggregate)
        {
            cause = aggregate.InnerExceptions[0];
        }

        Assert.Equal((id, category, "target"), (record.FullyQualifiedErrorId, record.CategoryInfo.Category, record.TargetObject));
        Assert.Equal(cause.Message, record.Exception.Message);
        Assert.Same(cause, record.Exception.InnerException);
    }

    [Fact]
    public void Refused_system_call_is_a_permission_error()
    {
        int denied = OperatingSystem.IsWindows() ? 5 : 13;
        Assert.Equal("AccessRefused", ErrorConversion.ToErrorRecord(new Win32Exception(denied), null).FullyQualifiedErrorId);
        Assert.Equal("Unforeseen", ErrorConversion.ToErrorRecord(new Win32Exception(2), null).FullyQualifiedErrorId);
    }

    [Fact]
    public void Named_error_keeps_its_own_target() =>
        Assert.Equal("eth9", ErrorConversion.ToErrorRecord(HaErrors.InterfaceNotFound("eth9"), "other").TargetObject);

    [Fact]
    public void Exceptions_by_which_PowerShell_steers_itself_are_left_alone()
    {
        Assert.True(ErrorConversion.BelongsToPowerShell(new PipelineStoppedException()));
        Assert.False(ErrorConversion.BelongsToPowerShell(HaErrors.InterfaceNotFound("eth9")));
    }

    [Fact]
    public void Error_carries_the_name_of_the_method_that_makes_it()
    {
        Assert.Equal(nameof(HaErrors.InvalidValue), HaErrors.InvalidValue("-Priority", 300, "1 to 254").Id);
        Assert.Equal(nameof(HaErrors.TimedOut), HaErrors.TimedOut("the master", TimeSpan.FromSeconds(1)).Id);
        Assert.Equal("Waited 1.5 s for the master, in vain.", HaErrors.TimedOut("the master", TimeSpan.FromSeconds(1.5)).Message);
    }

    [Fact]
    public void No_two_methods_make_the_same_id()
    {
        string[] ids = [.. typeof(HaErrors).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(HaException) && !method.Name.Contains('<', StringComparison.Ordinal))
            .Select(method => method.Name)];
        Assert.Equal(ids.Distinct(StringComparer.OrdinalIgnoreCase), ids);
    }
}
