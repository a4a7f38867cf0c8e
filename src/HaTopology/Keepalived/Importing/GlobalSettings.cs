using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>What global_defs and the top level say about every instance; keepalived's defaults until they do.</summary>
internal sealed class GlobalSettings
{
    public string? RouterId { get; set; }

    public VrrpVersion Version { get; set; } = VrrpVersion.V2;

    public GratuitousArpOptions GratuitousArp { get; set; } = new();

    public int DownTimerAdverts { get; set; } = 3;

    public bool LowerPriorityNoAdvert { get; set; }

    public bool HigherPrioritySendAdvert { get; set; }

    public bool Strict { get; set; }

    public TimeSpan StartupDelay { get; set; }

    public string? NetworkNamespace { get; set; }

    /// <summary>User of scripts that name none; null for the one that the engine runs as.</summary>
    public string? ScriptUser { get; set; }

    /// <summary>Announcement pauses of single interfaces (<c>garp_group</c>).</summary>
    public Dictionary<string, (TimeSpan? Arp, TimeSpan? NeighbourAdvertisement)> AnnouncementPauses { get; } = new(StringComparer.Ordinal);
}
