using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking;

/// <summary>What every network stack demands of the options of a port.</summary>
internal static class PortOptionsCheck
{
    /// <exception cref="ArgumentException">A port with these options can work on no system.</exception>
    public static void Require(PortOptions options)
    {
        if (!options.Source.HasValue)
        {
            throw new ArgumentException("A port needs a source address; its family decides that of the advertisements.", nameof(options));
        }

        if (options.Protocol is not (VrrpConstants.IpProtocol or VrrpConstants.AuthenticationHeaderProtocol)
            || (options.Protocol == VrrpConstants.AuthenticationHeaderProtocol && options.Source.IsIPv6))
        {
            throw new ArgumentException(
                $"IP protocol {options.Protocol} cannot be used from {options.Source}: 112 can, and 51 with IPv4.", nameof(options));
        }

        foreach (InetAddress peer in options.Peers)
        {
            if (peer.Family != options.Source.Family || peer.IsMulticast || peer.IsUnspecified)
            {
                throw new ArgumentException(
                    $"Peer '{peer}' cannot be reached from {options.Source}: it must be a unicast address of the same family.", nameof(options));
            }
        }
    }
}
