using System.Net;

namespace NginxHa.Fuzz.Vrrp;

/// <summary>What <see cref="ReferenceDecoder"/> reads.</summary>
/// <param name="Version">2 or 3.</param>
/// <param name="VirtualRouterId">As in the packet.</param>
/// <param name="Priority">As in the packet.</param>
/// <param name="AuthenticationType">As in the packet; 0 in version 3.</param>
/// <param name="IntervalCentiseconds">In both versions.</param>
/// <param name="Addresses">Those that are there whole.</param>
/// <param name="Trailer">28 bytes or none.</param>
public sealed record ReferenceMessage(
    int Version,
    int VirtualRouterId,
    int Priority,
    int AuthenticationType,
    int IntervalCentiseconds,
    IReadOnlyList<IPAddress> Addresses,
    byte[] Trailer);
