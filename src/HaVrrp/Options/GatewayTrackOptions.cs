using System.Net;

namespace NginxHa.Vrrp.Options;

/// <summary>
/// Gateway witness: a router that answers ARP or neighbour solicitation proves that this node is not the one cut off,
/// so that an isolated node stands down instead of making a split brain.
/// </summary>
public sealed record GatewayTrackOptions : PeriodicTrackOptions
{
    /// <summary>The gateway; null means the default gateway of the instance's interface.</summary>
    public IPAddress? Gateway { get; init; }
}
