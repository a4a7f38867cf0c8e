using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>
/// The links and addresses as far as the event loop knows them. Windows tells that something changed; what it was is the
/// difference between two snapshots.
/// </summary>
internal sealed class NetworkPicture
{
    private readonly Func<NetworkSnapshot> _read;
    private NetworkSnapshot _known;

    /// <param name="read">Takes a snapshot.</param>
    public NetworkPicture(Func<NetworkSnapshot> read)
    {
        _read = read;
        _known = read();
    }

    /// <summary>The link with an index, as of the last refresh.</summary>
    public bool TryGetLink(int index, out NetworkLink link) => _known.Links.TryGetValue(index, out link!);

    /// <summary>A snapshot of this moment, which does not change what the loop knows.</summary>
    public NetworkSnapshot ReadNow() => _read();

    /// <summary>Takes a new snapshot and reports what is different.</summary>
    public void Refresh(INetworkEvents events)
    {
        NetworkSnapshot before = _known;
        _known = _read();
        foreach ((int index, NetworkLink link) in before.Links)
        {
            if (!_known.Links.TryGetValue(index, out NetworkLink? now) || now.Name != link.Name)
            {
                events.OnLinkChanged(index, link.Name);
            }
        }

        foreach ((int index, NetworkLink link) in _known.Links)
        {
            if (!before.Links.TryGetValue(index, out NetworkLink? then) || then.Name != link.Name || then.State != link.State)
            {
                events.OnLinkChanged(index, link.Name);
            }
        }

        // A known address may have become usable, which the source address of a router waits for.
        Report(before.Addresses, except: _known.Addresses, isPresent: false, events);
        Report(_known.Addresses, except: before.Addresses, isPresent: true, events);
    }

    /// <summary>The first usable address of a family on a link that is not excluded; link-local for IPv6.</summary>
    public static InetAddress FindPrimary(
        NetworkSnapshot snapshot, int linkIndex, AddressFamily family, Predicate<InterfaceAddress> isExcluded)
    {
        foreach (NetworkAddress candidate in snapshot.Addresses)
        {
            InetAddress address = candidate.Address.Address;
            if (candidate.Address.LinkIndex == linkIndex
                && address.Family == family
                && candidate.IsUsable
                && (address.IsLinkLocal || family == AddressFamily.InterNetwork)
                && !isExcluded(candidate.Address))
            {
                return address;
            }
        }

        return family == AddressFamily.InterNetworkV6 ? InetAddress.AnyIPv6 : InetAddress.AnyIPv4;
    }

    private static void Report(
        IReadOnlyList<NetworkAddress> addresses, IReadOnlyList<NetworkAddress> except, bool isPresent, INetworkEvents events)
    {
        HashSet<NetworkAddress> same = [.. except];
        HashSet<InterfaceAddress> remaining = isPresent ? [] : [.. except.Select(address => address.Address)];
        foreach (NetworkAddress address in addresses)
        {
            if (!same.Contains(address) && !remaining.Contains(address.Address))
            {
                events.OnAddressChanged(address.Address, isPresent);
            }
        }
    }
}
