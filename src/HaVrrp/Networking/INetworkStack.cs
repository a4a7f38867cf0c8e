using System.Net.Sockets;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking;

/// <summary>
/// The network of one namespace as the engine sees it. One event loop owns it: every member but <see cref="Wake"/> is called
/// on that loop's thread. Linux has sockets and netlink behind it, Windows raw sockets and IP Helper, the simulation neither.
/// </summary>
/// <remarks>
/// Operations that the system refuses throw <see cref="NetworkException"/>, which names the operation, its object and the
/// system's reason. Sending never throws: a lost advertisement is what the protocol is made for; failures are counted.
/// </remarks>
public interface INetworkStack : IDisposable
{
    /// <summary>Monotonic time in ticks of 100 ns. It never goes back and does not follow the wall clock.</summary>
    long Now { get; }

    /// <summary>Number of messages that the system refused to send.</summary>
    long SendErrors { get; }

    /// <summary>Finds a link by name.</summary>
    bool TryGetLink(string name, out LinkState link);

    /// <summary>Finds a link by index.</summary>
    bool TryGetLink(int index, out LinkState link);

    /// <summary>Name of a link, or null when there is none with this index.</summary>
    string? GetLinkName(int index);

    /// <summary>
    /// Until <see cref="EndSnapshot"/> a link is asked for once, however often it is looked up: for a few milliseconds in which
    /// many routers start. What changes meanwhile is told by an event as ever.
    /// </summary>
    void BeginSnapshot()
    {
    }

    /// <summary>Links are looked up in the system again.</summary>
    void EndSnapshot()
    {
    }

    /// <summary>
    /// The address that advertisements come from when none is configured: the first IPv4 address of the interface that is not
    /// a virtual one, the link-local address for IPv6. Unspecified when there is none (or it is still tentative).
    /// </summary>
    InetAddress GetPrimaryAddress(int linkIndex, AddressFamily family);

    /// <summary>Every address on the namespace's interfaces now.</summary>
    IReadOnlyList<InterfaceAddress> GetAddresses();

    /// <summary>
    /// The next hop of the default route that leaves by the interface (main table, lowest metric). No address (<see cref="InetAddress.HasValue"/>
    /// is false) when there is none.
    /// </summary>
    InetAddress GetDefaultGateway(int linkIndex, AddressFamily family);

    /// <summary>Opens a way to send, and joins the group on the link so that peers are heard.</summary>
    IAdvertisementPort OpenPort(PortOptions options);

    /// <summary>Sends what ports and announcements have queued.</summary>
    void Flush();

    /// <summary>Adds an address. Adding one that is there already succeeds. IPv6 addresses are added without duplicate address detection.</summary>
    void AddAddress(in InterfaceAddress address);

    /// <summary>Removes an address. Removing one that is not there succeeds.</summary>
    void RemoveAddress(in InterfaceAddress address);

    /// <summary>
    /// Adds many addresses with few system calls. One that is refused does not keep back the others; the exception then
    /// speaks of the first one refused.
    /// </summary>
    void AddAddresses(ReadOnlySpan<InterfaceAddress> addresses);

    /// <summary>Removes many addresses, as <see cref="AddAddresses"/> adds them.</summary>
    void RemoveAddresses(ReadOnlySpan<InterfaceAddress> addresses);

    /// <summary>
    /// Drops what comes in for the addresses from now on (RFC 9568 Accept_Mode false, keepalived's <c>no_accept</c>), whether the
    /// node has them yet or not; ARP and ICMPv6 neighbour discovery go on. After an exception some may be dropped.
    /// IPv6 link-local addresses are dropped on their interface, others on every one. An empty list only asks whether the system can do it.
    /// </summary>
    void DropTraffic(ReadOnlySpan<InterfaceAddress> addresses);

    /// <summary>
    /// Lets through again what <see cref="DropTraffic"/> drops, or what a killed process has dropped. Addresses that are not
    /// dropped may be among them.
    /// </summary>
    void AllowTraffic(ReadOnlySpan<InterfaceAddress> addresses);

    /// <summary>
    /// Queues one gratuitous ARP (IPv4) or one unsolicited neighbour advertisement with the override flag (IPv6)
    /// for an address, from the link's MAC address.
    /// </summary>
    void Announce(int linkIndex, InetAddress address);

    /// <summary>Opens a probe of a neighbour: a gateway witness, or whoever holds an address already.</summary>
    /// <param name="linkIndex">Interface to ask on.</param>
    /// <param name="target">The address in question.</param>
    /// <param name="source">Address that the question comes from; unspecified asks as duplicate address detection does (RFC 5227, RFC 4862).</param>
    INeighbourProbe OpenNeighbourProbe(int linkIndex, InetAddress target, InetAddress source);

    /// <summary>
    /// Creates (or takes over) a macvlan interface with a virtual MAC above a link, brings it up, and sets what such an interface needs
    /// (arp_ignore, arp_announce, rp_filter, no DAD, no accept_ra), as keepalived's <c>use_vmac</c> does.
    /// </summary>
    /// <returns>State of the new link.</returns>
    LinkState CreateVirtualLink(string name, int parentIndex, ulong hardwareAddress);

    /// <summary>Removes a macvlan interface and restores the settings that its creation changed. Succeeds when it is gone already.</summary>
    void RemoveVirtualLink(string name);

    /// <summary>Adds a route; one that is there already is replaced.</summary>
    void AddRoute(VirtualRoute route);

    /// <summary>Removes a route; succeeds when it is gone already.</summary>
    void RemoveRoute(VirtualRoute route);

    /// <summary>Adds a policy rule; succeeds when the same rule is there already.</summary>
    void AddRule(VirtualRule rule);

    /// <summary>Removes a policy rule; succeeds when it is gone already.</summary>
    void RemoveRule(VirtualRule rule);

    /// <summary>
    /// Waits until <paramref name="deadline"/> (in <see cref="Now"/> ticks; long.MaxValue for no limit), a network event or
    /// <see cref="Wake"/>, hands over everything that is ready, and returns.
    /// </summary>
    void Poll(long deadline, INetworkEvents events);

    /// <summary>Makes a waiting <see cref="Poll"/> return. May be called from any thread.</summary>
    void Wake();
}
