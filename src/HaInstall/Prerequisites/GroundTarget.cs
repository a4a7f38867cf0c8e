using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Prerequisites;

/// <summary>What the ground is checked for.</summary>
public sealed record GroundTarget
{
    /// <summary>Interface of the virtual router; null for none.</summary>
    public string? Interface { get; init; }

    /// <summary>Virtual IPs.</summary>
    public IReadOnlyList<InetAddress> VirtualAddresses { get; init; } = [];

    /// <summary>Virtual router id; null for none.</summary>
    public byte? VirtualRouterId { get; init; }

    /// <summary>Family of its advertisements: the same id in the other one is another virtual router. Null for both.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>The other nodes, whose advertisements are expected.</summary>
    public IReadOnlyList<InetAddress> Peers { get; init; } = [];

    /// <summary>Advertisements go to the peers one by one; multicast does not matter.</summary>
    public bool IsUnicast { get; init; }

    /// <summary>Network namespace; null for that of the process.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>How long to listen for advertisements of others.</summary>
    public TimeSpan ListenTime { get; init; } = TimeSpan.FromSeconds(4);
}
