using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology;

/// <summary>What all virtual routers of a cluster have in common. Defaults are keepalived's.</summary>
public sealed record TopologyVrrpSettings
{
    /// <summary>Protocol version for IPv4; IPv6 always has version 3.</summary>
    public VrrpVersion Version { get; init; } = VrrpVersion.V2;

    /// <summary>Advertisement interval; whole seconds with version 2.</summary>
    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The preferred owner takes its addresses back when it returns.</summary>
    public bool Preempt { get; init; } = true;

    /// <summary>It waits this long first.</summary>
    public TimeSpan PreemptDelay { get; init; }

    /// <summary>Wait after the start of the engine.</summary>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>Authentication, the same on all nodes.</summary>
    public VrrpAuthentication Authentication { get; init; } = VrrpAuthentication.None;

    /// <summary>Advertisements go to the addresses of the other nodes instead of the multicast group.</summary>
    public bool Unicast { get; init; }

    /// <summary>TTL or hop limit of what is sent by unicast.</summary>
    public byte UnicastTimeToLive { get; init; } = VrrpConstants.TimeToLive;

    /// <summary>Advertisements that may be missed before the master counts as down.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>v3 over IPv4: the checksum covers the pseudo-header, as keepalived has it.</summary>
    public bool ChecksumWithPseudoHeader { get; init; } = true;

    /// <summary>Virtual MAC, or null for the interface's own.</summary>
    public VirtualMacOptions? VirtualMac { get; init; }

    /// <summary>Announcements of the virtual addresses.</summary>
    public GratuitousArpOptions GratuitousArp { get; init; } = new();

    /// <summary>Routes that move with every virtual router of their address family.</summary>
    public IReadOnlyList<VirtualRoute> VirtualRoutes { get; init; } = [];

    /// <summary>Policy rules that move with every virtual router of their address family.</summary>
    public IReadOnlyList<VirtualRule> VirtualRules { get; init; } = [];
}
