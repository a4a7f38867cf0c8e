using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Turns error numbers into exceptions that say what was tried, why it failed and what would help.</summary>
internal static class LinuxError
{
    /// <summary>The failure of the system call made just before.</summary>
    /// <param name="operation">What was tried, to follow "Cannot".</param>
    /// <param name="privilege">What the caller may lack, or null.</param>
    public static NetworkException Last(string operation, string? privilege = null) =>
        Create(operation, Marshal.GetLastPInvokeError(), privilege);

    /// <summary>A failure with a known number.</summary>
    /// <param name="operation">What was tried, to follow "Cannot".</param>
    /// <param name="error">The error number.</param>
    /// <param name="privilege">What the caller may lack, or null.</param>
    /// <param name="kernelText">The kernel's own words, which beat the general ones; or null.</param>
    public static NetworkException Create(string operation, int error, string? privilege = null, string? kernelText = null)
    {
        string reason = string.IsNullOrEmpty(kernelText) ? Describe(error) : kernelText.TrimEnd('.');
        if (error is Errno.NotPermitted or Errno.AccessDenied && privilege is not null && string.IsNullOrEmpty(kernelText))
        {
            reason = $"{reason}; it needs root or the capability {privilege}";
        }

        return new NetworkException(operation, error, reason);
    }

    private static string Describe(int error) => error switch
    {
        Errno.NoDevice or Errno.NoAddress => "there is no such network interface",
        Errno.NotPermitted => "it is not permitted",
        Errno.AccessDenied => "access is denied",
        _ => Marshal.GetPInvokeErrorMessage(error),
    };
}
