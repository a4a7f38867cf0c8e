using NginxHa.Vrrp.Networking;

namespace NginxHa.Installation.Prerequisites;

/// <summary>The network of a machine as far as a virtual router stands on it.</summary>
public sealed record GroundLink
{
    /// <summary>State of the interface; null when there is none of that name.</summary>
    public LinkState? Link { get; init; }

    /// <summary>Name of each interface by index.</summary>
    public IReadOnlyDictionary<int, string> Names { get; init; } = new Dictionary<int, string>();

    /// <summary>Every address of the machine.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Virtual routers that were heard; null when nothing could be heard.</summary>
    public IReadOnlyList<HeardRouter>? Heard { get; init; }

    /// <summary>The advertisements that were heard, in their order.</summary>
    public IReadOnlyList<HeardAdvertisement> Advertisements { get; init; } = [];

    /// <summary>Who answered for a virtual IP or a peer: MAC addresses by address; null when nobody could be asked.</summary>
    public IReadOnlyDictionary<Vrrp.Protocol.InetAddress, IReadOnlyList<ulong>>? Neighbours { get; init; }

    /// <summary>Virtual IPs that a socket could be bound to now.</summary>
    public IReadOnlySet<Vrrp.Protocol.InetAddress> Bindable { get; init; } = new HashSet<Vrrp.Protocol.InetAddress>();

    /// <summary>Why listening or asking was refused; null when it was not.</summary>
    public string? Problem { get; init; }

    /// <summary>Values of the kernel's network settings by their names with dots.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
