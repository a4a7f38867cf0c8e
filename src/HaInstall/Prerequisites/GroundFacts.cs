using NginxHa.Installation.Machine;

namespace NginxHa.Installation.Prerequisites;

/// <summary>Everything that the checks judge by.</summary>
public sealed record GroundFacts
{
    /// <summary>The network.</summary>
    public GroundLink Network { get; init; } = new();

    /// <summary>What filters packets.</summary>
    public Firewall Firewall { get; init; }

    /// <summary>Whether it lets VRRP in; null when that could not be found out.</summary>
    public bool? AcceptsVrrp { get; init; }

    /// <summary>What tells how the firewall stands: the zone of firewalld, the ufw rules, the chains of nftables that block.</summary>
    public IReadOnlyList<BlockingChain> BlockingChains { get; init; } = [];

    /// <summary>Zone of firewalld that the interface is in.</summary>
    public string? FirewalldZone { get; init; }

    /// <summary>Rules that ufw reads first, by path.</summary>
    public IReadOnlyDictionary<string, string> UfwRules { get; init; } = new Dictionary<string, string>();

    /// <summary>SELinux.</summary>
    public SelinuxMode Selinux { get; init; }

    /// <summary>Values of SELinux booleans that are there.</summary>
    public IReadOnlyDictionary<string, bool> SelinuxBooleans { get; init; } = new Dictionary<string, bool>();

    /// <summary>Whether the clock is kept by a time server; null when nobody tells.</summary>
    public bool? IsClockSynchronized { get; init; }

    /// <summary>Effective capabilities of the process, as bits.</summary>
    public ulong Capabilities { get; init; }

    /// <summary>Addresses and ports that nginx listens on by its configuration; null when it could not be asked.</summary>
    public IReadOnlyList<string>? NginxListens { get; init; }

    /// <summary>Whether netfilter-persistent keeps the rules of iptables.</summary>
    public bool HasNetfilterPersistent { get; init; }
}
