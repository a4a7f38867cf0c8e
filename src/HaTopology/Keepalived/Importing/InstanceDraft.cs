using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>What a vrrp_instance block says; null where it says nothing and a default or another value decides.</summary>
internal sealed class InstanceDraft(KeepalivedStatement block, string name, GlobalSettings settings)
{
    public KeepalivedStatement Block { get; } = block;

    public string Name { get; } = name;

    public string Head { get; } = $"vrrp_instance {name}";

    public string? Interface { get; set; }

    public byte VirtualRouterId { get; set; }

    public byte? Priority { get; set; }

    public VrrpInitialState? State { get; set; }

    public int? Version { get; set; }

    public AddressFamily? Family { get; set; }

    public bool IsNativeIPv6 { get; set; }

    public List<VirtualAddress> Addresses { get; } = [];

    public List<VirtualAddress> ExcludedAddresses { get; } = [];

    public TimeSpan? AdvertisementInterval { get; set; }

    public bool NoPreempt { get; set; }

    public TimeSpan PreemptDelay { get; set; }

    public VrrpAuthenticationMethod AuthenticationMethod { get; set; }

    public byte[] Password { get; set; } = [];

    public IPAddress? SourceAddress { get; set; }

    public List<UnicastPeer> Peers { get; } = [];

    public byte? UnicastTimeToLive { get; set; }

    public bool? Accept { get; set; }

    public bool? Strict { get; set; }

    public bool UsesVirtualMac { get; set; }

    public VirtualMacOptions VirtualMac { get; set; } = new();

    public List<VirtualRoute> Routes { get; } = [];

    public List<VirtualRule> Rules { get; } = [];

    public bool IgnoreInterfaceState { get; set; }

    public bool TrackSourceAddress { get; set; }

    public bool? LowerPriorityNoAdvert { get; set; }

    public bool? HigherPrioritySendAdvert { get; set; }

    public GratuitousArpOptions GratuitousArp { get; set; } = settings.GratuitousArp with { LowerPriorityDelay = null, LowerPriorityRepeat = null };

    public int DownTimerAdverts { get; set; } = settings.DownTimerAdverts;

    public IReadOnlyList<TrackOptions> Tracks { get; set; } = [];

    public VrrpHooks Hooks { get; set; } = VrrpHooks.None;

    /// <summary>The last statement with a keyword, which is the one that counts; the block itself when there is none.</summary>
    public KeepalivedStatement Find(string keyword) => Block.Block?.LastOrDefault(statement => statement.Keyword == keyword) ?? Block;
}
