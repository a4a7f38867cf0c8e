using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Networking.Windows;

namespace NginxHa.Vrrp.Networking;

/// <summary>Opens the network stack of this system.</summary>
public static class NetworkStack
{
    /// <summary>Opens the network of a namespace. The calling thread owns the stack from then on.</summary>
    /// <param name="networkNamespace">
    /// The namespace, which the calling thread enters for good: for threads of one's own only. Null means the one that the thread is
    /// in, which <see cref="NetworkNamespaceThread"/> and <see cref="NetworkNamespace.Run{T}"/> can see to.
    /// </param>
    /// <exception cref="PlatformNotSupportedException">There is no stack for this system.</exception>
    /// <exception cref="NetworkException">The system refuses, or there is no such namespace.</exception>
    public static INetworkStack Open(string? networkNamespace = null)
    {
        if (networkNamespace is not null)
        {
            NetworkNamespace.Enter(networkNamespace);
        }

        if (OperatingSystem.IsWindows())
        {
            return new WindowsNetworkStack();
        }

        return OperatingSystem.IsLinux()
            ? new LinuxNetworkStack()
            : throw new PlatformNotSupportedException("Virtual routers run on Linux and Windows: there is no network stack for this system.");
    }
}
