using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;
using SocketType = System.Net.Sockets.SocketType;

namespace NginxHa.Vrrp.Networking.Windows;

/// <content>Announcements to neighbours, and questions to them.</content>
internal sealed partial class WindowsNetworkStack
{
    private const int Ipv6HeaderLength = 40;

    private readonly NeighbourQueries _neighbours;
    private readonly Dictionary<(int LinkIndex, InetAddress Target), int> _probes = [];

    /// <summary>
    /// IPv6: an unsolicited neighbour advertisement. IPv4: Windows sends no ARP frame that a program made, but announces an
    /// address itself when it is added; this repeats it by an ARP question to the default gateway in the name of the
    /// address, which is a broadcast and renews the entry of every neighbour that has one (RFC 826).
    /// </summary>
    public void Announce(int linkIndex, InetAddress address)
    {
        if (!TryFindLink(linkIndex, out NetworkLink link) || link.State.HardwareAddress == 0)
        {
            return;
        }

        if (address.IsIPv6)
        {
            SendErrors += TryAdvertise(linkIndex, MacAddress.FromUInt64(link.State.HardwareAddress), address) ? 0 : 1;
            return;
        }

        InetAddress gateway = GetDefaultGateway(linkIndex, AddressFamily.InterNetwork);
        if (gateway.HasValue && gateway != address)
        {
            _neighbours.Ask(linkIndex, gateway, address);
        }
    }

    public INeighbourProbe OpenNeighbourProbe(int linkIndex, InetAddress target, InetAddress source)
    {
        if (target.IsUnspecified || target.IsMulticast || !target.HasValue)
        {
            throw new ArgumentException($"'{target}' is not the address of a neighbour.", nameof(target));
        }

        if (source.Family != target.Family)
        {
            throw new ArgumentException($"Source '{source}' and target '{target}' must be of the same family.", nameof(source));
        }

        RequireLink(linkIndex);
        CollectionsMarshal.GetValueRefOrAddDefault(_probes, (linkIndex, target), out _)++;
        return new NeighbourProbe(this, linkIndex, target, source);
    }

    /// <summary>Asks the question of a probe.</summary>
    internal void Ask(int linkIndex, InetAddress target, InetAddress source) => _neighbours.Ask(linkIndex, target, source);

    /// <summary>Takes a closed probe out.</summary>
    internal void Forget(int linkIndex, InetAddress target)
    {
        ref int users = ref CollectionsMarshal.GetValueRefOrNullRef(_probes, (linkIndex, target));
        if (--users == 0)
        {
            _probes.Remove((linkIndex, target));
        }
    }

    private static bool TryAdvertise(int linkIndex, MacAddress hardware, InetAddress address)
    {
        Span<byte> frame = stackalloc byte[NeighbourDiscoveryFrame.MaximumLength];
        int length = NeighbourDiscoveryFrame.WriteAdvertisement(frame, hardware, address, IsRouter(linkIndex));
        ReadOnlySpan<byte> message = frame[(Ethernet.HeaderLength + Ipv6HeaderLength)..length];
        try
        {
            using Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
            socket.ReceiveBufferSize = 0;
            socket.Bind(new IPEndPoint(address.ToIPAddress(address.IsLinkLocal ? linkIndex : 0), 0));
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, linkIndex);
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, (int)NeighbourDiscoveryFrame.HopLimit);
            IPEndPoint allNodes = new(NeighbourDiscoveryFrame.AllNodes.ToIPAddress(linkIndex), 0);
            return socket.SendTo(message, SocketFlags.None, allNodes) == message.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static unsafe bool IsRouter(int linkIndex)
    {
        MibIpInterfaceRow row = new() { Family = WinsockConstants.FamilyInet6, InterfaceIndex = (uint)linkIndex };
        return IpHelper.GetIpInterfaceEntry(&row) == ErrorCode.Success && row.ForwardingEnabled != 0;
    }
}
