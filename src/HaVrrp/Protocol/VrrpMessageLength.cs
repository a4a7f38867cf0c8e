using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>The exact length of a VRRP message in bytes, without IP headers and without HMAC trailer.</summary>
public static class VrrpMessageLength
{
    /// <summary>Header, addresses and, in VRRPv2, eight bytes of authentication data.</summary>
    /// <param name="version">The protocol version.</param>
    /// <param name="family">Family of the addresses.</param>
    /// <param name="addressCount">0 to 255.</param>
    public static int Of(VrrpVersion version, AddressFamily family, int addressCount) =>
        VrrpConstants.HeaderLength
        + (addressCount * OfAddress(family))
        + (version == VrrpVersion.V2 ? VrrpConstants.AuthenticationDataLength : 0);

    /// <summary>4 or 16.</summary>
    /// <param name="family">InterNetworkV6 or another.</param>
    internal static int OfAddress(AddressFamily family) =>
        family == AddressFamily.InterNetworkV6 ? InetAddress.IPv6Length : InetAddress.IPv4Length;
}
