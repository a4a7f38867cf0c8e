using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <content>
/// Interfaces with a virtual MAC address. They are macvlans in bridge mode rather than keepalived's private mode: in private
/// mode a backup's macvlan swallows the master's multicast, which comes from the same MAC, so that the parent never hears it.
/// </content>
internal sealed partial class LinuxNetworkStack
{
    private const int LooseReversePath = 2;

    private static readonly ulong Ipv6VirtualMacPrefix =
        VirtualMac.Create(AddressFamily.InterNetworkV6, VrrpConstants.MinimumVirtualRouterId).ToUInt64() >> 8;

    private static readonly ulong Ipv4VirtualMacPrefix =
        VirtualMac.Create(AddressFamily.InterNetwork, VrrpConstants.MinimumVirtualRouterId).ToUInt64() >> 8;

    /// <summary>
    /// The parent must not answer for addresses of the macvlan, nor ask for neighbours in their name: either would tell its own
    /// MAC. keepalived's arp_filter=1 adds nothing to that and would silence the parent when routes change their order.
    /// </summary>
    internal static readonly InterfaceSetting[] ParentSettings =
    [
        new("ipv4", "arp_ignore", 1),
        new("ipv4", "arp_announce", 2),
    ];

    /// <summary>
    /// The same MAC is on every node: whatever an interface says by itself would confuse the switches, and a link-local address
    /// made of the MAC would be a duplicate.
    /// </summary>
    private static readonly InterfaceSetting[] MacvlanSettings =
    [
        new("ipv6", "addr_gen_mode", 1),
        new("ipv6", "accept_ra", 0),
        new("ipv6", "autoconf", 0),
        new("ipv6", "accept_dad", 0),
        new("ipv6", "dad_transmits", 0),
        new("ipv6", "router_solicitations", 0),
        new("ipv4", "arp_ignore", 1),
        new("ipv4", "promote_secondaries", 1),
    ];

    private static readonly InterfaceSetting DisableIPv6 = new("ipv6", "disable_ipv6", 1);
    private static readonly InterfaceSetting EnableIPv6 = new("ipv6", "disable_ipv6", 0);

    private readonly Dictionary<string, VirtualLink> _virtualLinks = [];

    public LinkState CreateVirtualLink(string name, int parentIndex, ulong hardwareAddress)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        EndSnapshot();
        string operation = $"create interface {name} with MAC {MacAddress.FromUInt64(hardwareAddress)}";
        LinkRecord parent = RequireLink(parentIndex);
        if (TryReadLink(name, out LinkRecord existing))
        {
            RemoveLeftover(existing, hardwareAddress, operation);
        }

        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        LinkMessages.WriteCreateMacvlan(ref request, sequence, name, parentIndex, hardwareAddress);
        Execute(request, sequence, operation);
        if (!TryReadLink(name, out LinkRecord created))
        {
            throw LinuxError.Create(operation, Errno.NoDevice);
        }

        bool isIPv6 = hardwareAddress >> 8 == Ipv6VirtualMacPrefix;
        var link = new VirtualLink(created.Index, parentIndex, isIPv6 ? [] : ParentSettings);
        _virtualLinks[name] = link;
        try
        {
            SetUp(name, isIPv6);
            foreach (ref readonly InterfaceSetting setting in link.ParentSettings.AsSpan())
            {
                _settings.Hold(parentIndex, parent.Name, setting);
            }

            request = _netlink.NewRequest();
            sequence = _netlink.NextSequence();
            LinkMessages.WriteUp(ref request, sequence, created.Index);
            Execute(request, sequence, $"bring up interface {name}");
        }
        catch
        {
            RemoveVirtualLink(name);
            throw;
        }

        return RequireLink(created.Index).State;
    }

    public void RemoveVirtualLink(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        EndSnapshot();
        if (_virtualLinks.Remove(name, out VirtualLink? known))
        {
            DisownAll(known.Index);
            string? parentName = GetLinkName(known.ParentIndex);
            foreach (ref readonly InterfaceSetting setting in known.ParentSettings.AsSpan())
            {
                _settings.Release(known.ParentIndex, parentName, setting);
            }
        }

        // By index if it is known: it may have been renamed, and another one may have taken the name.
        bool found = known is null ? TryReadLink(name, out LinkRecord link) : TryReadLink(known.Index, out link);
        if (!found)
        {
            return;
        }

        if (link.Kind != LinkMessages.MacvlanKind)
        {
            throw LinuxError.Create($"remove interface {name}", Errno.Invalid, null, $"it is no {LinkMessages.MacvlanKind}");
        }

        Delete(link);
    }

    private static void SetUp(string name, bool isIPv6)
    {
        foreach (ref readonly InterfaceSetting setting in MacvlanSettings.AsSpan())
        {
            // Without IPv6 in the kernel its settings are not there; the others are.
            InterfaceSettings.Write(name, setting);
        }

        // Packets of clients come in here while the route back goes by the parent. The stricter of "all" and the interface counts,
        // by number, so strict filtering everywhere is overcome by loose filtering here, and no filtering needs nothing.
        int everywhere = InterfaceSettings.Read(InterfaceSettings.All, "ipv4", "rp_filter") ?? 0;
        InterfaceSettings.Write(name, new InterfaceSetting("ipv4", "rp_filter", everywhere == 0 ? 0 : LooseReversePath));
        if (!isIPv6)
        {
            InterfaceSettings.Write(name, DisableIPv6);
        }
    }

    /// <summary>Replaces what an earlier run left, with its addresses; anything else of that name stays.</summary>
    private void RemoveLeftover(in LinkRecord existing, ulong hardwareAddress, string operation)
    {
        ulong prefix = existing.State.HardwareAddress >> 8;
        bool isVirtualRouter = existing.State.HardwareAddress == hardwareAddress
            || prefix == Ipv4VirtualMacPrefix || prefix == Ipv6VirtualMacPrefix;
        if (existing.Kind != LinkMessages.MacvlanKind || !isVirtualRouter)
        {
            throw LinuxError.Create(operation, Errno.Exists, null, "the name belongs to another interface");
        }

        if (_virtualLinks.ContainsKey(existing.Name))
        {
            throw LinuxError.Create(operation, Errno.Exists, null, "it is in use by another virtual router");
        }

        Delete(existing);
    }

    private void Delete(in LinkRecord link)
    {
        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        LinkMessages.WriteDelete(ref request, sequence, link.Index);
        Execute(request, sequence, $"remove interface {link.Name}", Errno.NoDevice, Errno.NoEntry);
    }

    /// <summary>IPv6 is off on a macvlan with an IPv4 virtual MAC until the first IPv6 address moves there.</summary>
    private void EnableIPv6OnVirtualLink(int linkIndex)
    {
        foreach (VirtualLink link in _virtualLinks.Values)
        {
            if (link.Index == linkIndex
                && GetLinkName(linkIndex) is { } name
                && InterfaceSettings.Read(name, DisableIPv6.Family, DisableIPv6.Key) == DisableIPv6.Value)
            {
                InterfaceSettings.Write(name, EnableIPv6);
            }
        }
    }

    private sealed record VirtualLink(int Index, int ParentIndex, InterfaceSetting[] ParentSettings);
}
