using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Output;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Cmdlets.Networks;

/// <summary>Adds and removes virtual addresses.</summary>
internal static class VirtualIpChange
{
    /// <summary>Adds an address and tells the neighbours.</summary>
    /// <param name="networkNamespace">Namespace; null for that of the process.</param>
    /// <param name="linkName">Interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="announcements">Messages for the neighbours; 0 for none.</param>
    public static void Add(string? networkNamespace, string linkName, VirtualAddress address, int announcements)
    {
        if (address.Label is not null && address.Address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
        {
            throw HaErrors.InvalidCombination($"'{address}' cannot have the label '{address.Label}': labels are for IPv4 addresses only.");
        }

        NetworkEntry.Use(networkNamespace, stack => Add(stack, networkNamespace, linkName, address, announcements));
        VirtualIpTable.Remember(networkNamespace, linkName, address.Address);
    }

    /// <summary>Removes an address.</summary>
    /// <param name="entry">The address where it is.</param>
    public static void Remove(VirtualIpAddress entry)
    {
        NetworkEntry.Use(entry.NetworkNamespace, stack => Remove(stack, entry));
        VirtualIpTable.Forget(entry.NetworkNamespace, entry.Interface, entry.Address);
    }

    private static bool Add(INetworkStack stack, string? networkNamespace, string linkName, VirtualAddress address, int announcements)
    {
        if (!stack.TryGetLink(linkName, out LinkState link))
        {
            throw HaErrors.InterfaceNotFound(linkName, networkNamespace);
        }

        InetAddress ip = InetAddress.FromIPAddress(address.Address);
        stack.AddAddress(new InterfaceAddress(link.Index, ip, address.PrefixLength, address.Scope, address.Label));
        for (int i = 0; i < announcements && link.IsUsable; i++)
        {
            stack.Announce(link.Index, ip);
            stack.Flush();
        }

        return true;
    }

    private static bool Remove(INetworkStack stack, VirtualIpAddress entry)
    {
        if (stack.TryGetLink(entry.Interface, out LinkState link))
        {
            stack.RemoveAddress(new InterfaceAddress(
                link.Index, InetAddress.FromIPAddress(entry.Address), entry.PrefixLength, entry.Scope, entry.Label));
        }

        return true;
    }
}
