using System.Net.Sockets;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Windows.Native;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>Turns error numbers into exceptions that say what was tried, why it failed and what would help.</summary>
internal static class WindowsError
{
    /// <summary>A failure with a number of winerror.h.</summary>
    /// <param name="operation">What was tried, to follow "Cannot".</param>
    /// <param name="error">The number.</param>
    public static NetworkException Create(string operation, int error) => new(operation, error, Describe(error));

    /// <summary>A failure of a socket.</summary>
    /// <param name="operation">What was tried, to follow "Cannot".</param>
    /// <param name="exception">What the socket said.</param>
    public static NetworkException Create(string operation, SocketException exception) =>
        new(operation, exception.NativeErrorCode, exception.NativeErrorCode == ErrorCode.WsaAccessDenied ? Describe(ErrorCode.AccessDenied) : exception.Message);

    /// <summary>Something that Windows has no means for.</summary>
    /// <param name="operation">What was tried, to follow "Cannot".</param>
    /// <param name="reason">Why not.</param>
    public static NetworkException NotSupported(string operation, string reason) => new(operation, ErrorCode.NotSupported, reason);

    private static string Describe(int error) => error switch
    {
        ErrorCode.AccessDenied => "access is denied; it needs an administrator's elevated process",
        ErrorCode.FileNotFound or ErrorCode.NotFound => "there is no such network interface, or it does not have this address family",
        _ => Marshal.GetPInvokeErrorMessage(error).TrimEnd('.', ' ', '\r', '\n'),
    };
}
