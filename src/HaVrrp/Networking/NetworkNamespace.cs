using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking;

/// <summary>
/// Network namespaces by name, as <c>ip netns</c> makes them (keepalived <c>net_namespace</c>). A namespace belongs to a thread:
/// work in it runs on a thread of its own, and what is opened there stays there. Null always means the namespace of the process.
/// </summary>
public static class NetworkNamespace
{
    private const string Folder = "/run/netns";

    // NAME_MAX of linux/limits.h.
    private const int LongestName = 255;

    /// <summary>The names of all namespaces, in order; none where there are no namespaces.</summary>
    public static IReadOnlyList<string> GetNames()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Folder))
        {
            return [];
        }

        string[] names = Directory.GetFiles(Folder);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Path.GetFileName(names[i]);
        }

        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>Whether a name can be that of a namespace: 1 to 255 characters without <c>/</c> and control characters, not <c>.</c> or <c>..</c>.</summary>
    public static bool IsValidName(string? name) =>
        !string.IsNullOrWhiteSpace(name)
        && name.Length <= LongestName
        && name is not ("." or "..")
        && !name.Contains('/', StringComparison.Ordinal)
        && !name.Any(char.IsControl);

    /// <summary>Whether there is such a namespace.</summary>
    public static bool Exists(string name) => OperatingSystem.IsLinux() && IsValidName(name) && File.Exists(PathOf(name));

    /// <summary>Runs work in a namespace and returns its result; an exception of the work comes out as it is.</summary>
    /// <param name="name">The namespace; for null the work runs on the calling thread.</param>
    /// <param name="work">The work; synchronous, as only its own thread is in the namespace.</param>
    /// <exception cref="NetworkException">There is no such namespace, or it may not be entered.</exception>
    public static T Run<T>(string? name, Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (name is null)
        {
            return work();
        }

        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread thread = NetworkNamespaceThread.Start(name, $"netns {name}", () =>
        {
            try
            {
                result = work();
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the caller's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>Runs work in a namespace.</summary>
    /// <inheritdoc cref="Run{T}"/>
    public static void Run(string? name, Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Run(name, () =>
        {
            work();
            return true;
        });
    }

    /// <summary>Opens an ordinary socket in a namespace; it can then be used from anywhere.</summary>
    /// <exception cref="NetworkException">There is no such namespace, or it may not be entered.</exception>
    /// <exception cref="SocketException">The system refuses the socket.</exception>
    public static Socket OpenSocket(string? name, AddressFamily family, System.Net.Sockets.SocketType type, ProtocolType protocol) =>
        Run(name, () => new Socket(family, type, protocol));

    /// <summary>Connects by TCP from within a namespace: for health checks, and as connection factory of an HTTP client.</summary>
    /// <param name="name">The namespace.</param>
    /// <param name="endPoint">Where to connect; a host name is resolved outside of the namespace.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NetworkException">There is no such namespace, or it may not be entered.</exception>
    /// <exception cref="SocketException">The connection fails.</exception>
    public static async ValueTask<Socket> ConnectAsync(string? name, EndPoint endPoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        SocketException? failure = null;
        foreach (IPEndPoint candidate in await ResolveAsync(endPoint, cancellationToken).ConfigureAwait(false))
        {
            Socket socket = OpenSocket(name, candidate.AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.NoDelay = true;
                await socket.ConnectAsync(candidate, cancellationToken).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException e)
            {
                failure = e;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Puts the calling thread into a namespace for good.</summary>
    internal static unsafe void Enter(string name)
    {
        string operation = $"enter network namespace '{name}'";
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Network namespaces are a feature of Linux; leave the name out on this system.");
        }

        if (!IsValidName(name))
        {
            throw LinuxError.Create(operation, Errno.Invalid, null, "a name has 1 to 255 characters without '/'");
        }

        int number = LibC.Open(PathOf(name), Flag.OpenReadOnly | Flag.OpenCloseOnExec);
        if (number < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.NoEntry)
        {
            throw LinuxError.Create(operation, Errno.NoEntry, null, $"there is none of that name in {Folder}");
        }

        using Descriptor descriptor = Descriptor.Adopt(number, operation, Privilege.SystemAdministration);
        if (LibC.SetNamespace(descriptor.Number, Flag.CloneNewNet) < 0)
        {
            throw LinuxError.Last(operation, Privilege.SystemAdministration);
        }
    }

    private static string PathOf(string name) => $"{Folder}/{name}";

    private static async ValueTask<IReadOnlyList<IPEndPoint>> ResolveAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        switch (endPoint)
        {
            case IPEndPoint resolved:
                return [resolved];
            case DnsEndPoint host:
                IPAddress[] addresses = await Dns.GetHostAddressesAsync(host.Host, host.AddressFamily, cancellationToken)
                    .ConfigureAwait(false);
                return Array.ConvertAll(addresses, address => new IPEndPoint(address, host.Port));
            default:
                throw new ArgumentException($"'{endPoint}' is neither an IP address nor a host name with a port.", nameof(endPoint));
        }
    }
}
