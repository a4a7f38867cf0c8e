using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Networking;

namespace NginxHa.Cmdlets.Networks;

/// <summary>Where cmdlets enter the network that <c>-NetworkNamespace</c> names.</summary>
internal static class NetworkEntry
{
    /// <summary>Refuses a namespace that does not exist.</summary>
    /// <param name="name">Its name; null for that of the process, which always exists.</param>
    public static void Require(string? name)
    {
        if (name is null)
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw HaErrors.NotSupportedHere("-NetworkNamespace", "Linux");
        }

        if (!NetworkNamespace.Exists(name))
        {
            throw HaErrors.NetworkNamespaceNotFound(name);
        }
    }

    /// <summary>Runs work on the network of a namespace; the stack is closed after it.</summary>
    public static T Use<T>(string? name, Func<INetworkStack, T> work)
    {
        Require(name);
        return NetworkNamespace.Run(name, () =>
        {
            using INetworkStack stack = NetworkStack.Open();
            return work(stack);
        });
    }

    /// <summary>Opens something in a namespace that can be used from anywhere then.</summary>
    public static T Open<T>(string? name, Func<T> open)
    {
        Require(name);
        return NetworkNamespace.Run(name, open);
    }

    /// <summary>What runs work in a namespace, or null for that of the process.</summary>
    public static Action<Action>? In(string? name) => name is null ? null : work => NetworkNamespace.Run(name, work);
}
