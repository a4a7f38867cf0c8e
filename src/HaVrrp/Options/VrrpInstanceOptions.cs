using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Options;

/// <summary>
/// Everything that is declared about one virtual router on this node. Immutable; the validator says
/// what is wrong with it. Defaults are keepalived's.
/// </summary>
public sealed record VrrpInstanceOptions
{
    /// <summary>Name, unique within the engine.</summary>
    public required string Name { get; init; }

    /// <summary>Interface that the virtual router runs on.</summary>
    public required string Interface { get; init; }

    /// <summary>1-255, the same on every node, unique on the segment for each address family.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>1-255; 255 is the address owner.</summary>
    public byte Priority { get; init; } = VrrpConstants.DefaultPriority;

    /// <summary>Protocol version. IPv6 needs version 3.</summary>
    public VrrpVersion Version { get; init; } = VrrpVersion.V2;

    /// <summary>Virtual addresses, in the order of the advertisement. The family of the first that is not excluded is the instance's, unless <see cref="Family"/> says otherwise.</summary>
    public IReadOnlyList<VirtualAddress> VirtualAddresses { get; init; } = [];

    /// <summary>Family of the advertisements; null means that of the first virtual address that is not excluded.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>v2: 1 s to 255 s in whole seconds; v3: 0.01 s to 40.95 s in hundredths.</summary>
    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The state wished for at start.</summary>
    public VrrpInitialState InitialState { get; init; }

    /// <summary>A better backup takes over from a worse master (<c>nopreempt</c> is the opposite).</summary>
    public bool Preempt { get; init; } = true;

    /// <summary>Wait this long before preempting, 0-1000 s (<c>preempt_delay</c>).</summary>
    public TimeSpan PreemptDelay { get; init; }

    /// <summary>Wait this long after start before taking part (<c>vrrp_startup_delay</c>).</summary>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>Authentication.</summary>
    public VrrpAuthentication Authentication { get; init; } = VrrpAuthentication.None;

    /// <summary>Source of advertisements; null means the interface's primary address (<c>mcast_src_ip</c>, <c>unicast_src_ip</c>).</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>Unicast peers; empty means multicast.</summary>
    public IReadOnlyList<UnicastPeer> UnicastPeers { get; init; } = [];

    /// <summary>TTL or hop limit of what is sent by unicast (<c>unicast_ttl</c>).</summary>
    public byte UnicastTimeToLive { get; init; } = VrrpConstants.TimeToLive;

    /// <summary>v3 over IPv4: include the pseudo-header in the checksum, as keepalived does; RFC 9568 leaves it out.</summary>
    public bool ChecksumWithPseudoHeader { get; init; } = true;

    /// <summary>Refuse advertisements whose address list is not ours; otherwise it is only counted.</summary>
    public bool StrictAddressList { get; init; }

    /// <summary>
    /// The master accepts packets to the virtual address although it is not its owner (RFC 9568 Accept_Mode; false is
    /// <c>no_accept</c>). False makes it drop all of them but ICMPv6 neighbour discovery, by nf_tables, so that nginx cannot
    /// serve the address. The owner (priority 255) always accepts. False is refused on Windows.
    /// </summary>
    public bool AcceptMode { get; init; } = true;

    /// <summary>Virtual MAC, or null for the interface's own.</summary>
    public VirtualMacOptions? VirtualMac { get; init; }

    /// <summary>Routes that move with mastership.</summary>
    public IReadOnlyList<VirtualRoute> VirtualRoutes { get; init; } = [];

    /// <summary>Policy rules that move with mastership.</summary>
    public IReadOnlyList<VirtualRule> VirtualRules { get; init; } = [];

    /// <summary>Announcements of the virtual addresses.</summary>
    public GratuitousArpOptions GratuitousArp { get; init; } = new();

    /// <summary>What changes the priority.</summary>
    public IReadOnlyList<TrackOptions> Tracks { get; init; } = [];

    /// <summary>Do not fault when the own interface is down (<c>dont_track_primary</c>).</summary>
    public bool IgnoreInterfaceState { get; init; }

    /// <summary>Fault while the configured source address is not on the interface (<c>track_src_ip</c>).</summary>
    public bool TrackSourceAddress { get; init; }

    /// <summary>As master, do not answer a lower-priority advertisement with one of ours (<c>lower_prio_no_advert</c>).</summary>
    public bool LowerPriorityNoAdvert { get; init; }

    /// <summary>
    /// As master, send one more advertisement before giving way to a higher one (<c>higher_prio_send_advert</c>). A master that
    /// did not know of this one, as after a split brain, then announces the addresses again; otherwise neighbours may keep
    /// this node's MAC address. False, the default here and in keepalived, is silent, as RFC 9568 says; a declared topology sets it.
    /// </summary>
    public bool HigherPrioritySendAdvert { get; init; }

    /// <summary>Adverts that may be missed before the master counts as down, 1-100 (<c>down_timer_adverts</c>).</summary>
    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>Programs to run on changes.</summary>
    public VrrpHooks Hooks { get; init; } = VrrpHooks.None;

    /// <summary>Network namespace to run in; null means the process's own (keepalived <c>net_namespace</c>). Linux only.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The family of the advertisements: the one that is said, or else that of what they list. Excluded addresses may be of the other one.</summary>
    public AddressFamily EffectiveFamily =>
        Family ?? VirtualAddresses.OrderBy(static address => address.IsExcluded).FirstOrDefault()?.Address.AddressFamily ?? AddressFamily.InterNetwork;
}
