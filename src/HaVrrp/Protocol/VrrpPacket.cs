using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Vrrp.Protocol;

/// <summary>An IP packet with a VRRP message in it, taken apart but not decoded.</summary>
public readonly ref struct VrrpPacket
{
    private VrrpPacket(InetAddress source, InetAddress destination, int timeToLive, AuthenticationHeader? authenticationHeader, ReadOnlySpan<byte> message)
    {
        Source = source;
        Destination = destination;
        TimeToLive = timeToLive;
        AuthenticationHeader = authenticationHeader;
        Message = message;
    }

    /// <summary>Source address.</summary>
    public InetAddress Source { get; }

    /// <summary>Destination address.</summary>
    public InetAddress Destination { get; }

    /// <summary>TTL or hop limit.</summary>
    public int TimeToLive { get; }

    /// <summary>The authentication header in front of the message, or null; not verified.</summary>
    public AuthenticationHeader? AuthenticationHeader { get; }

    /// <summary>The message, with whatever follows it, to be decoded.</summary>
    public ReadOnlySpan<byte> Message { get; }

    /// <summary>Takes an IPv4 or IPv6 packet apart.</summary>
    /// <param name="packet">The packet from its IP header on.</param>
    /// <param name="vrrp">The parts, or empty.</param>
    /// <returns>False if it is malformed, a fragment, or carries something other than VRRP.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> packet, out VrrpPacket vrrp)
    {
        vrrp = default;
        if (Ipv4Header.TryParse(packet, out Ipv4Header ipv4, out ReadOnlySpan<byte> payload))
        {
            byte protocol = ipv4.Protocol;
            AuthenticationHeader? authentication = null;
            if (protocol == VrrpConstants.AuthenticationHeaderProtocol
                && Authentication.AuthenticationHeader.TryParse(payload, out AuthenticationHeader header, out ReadOnlySpan<byte> content))
            {
                protocol = header.NextHeader;
                authentication = header;
                payload = content;
            }

            if (protocol == VrrpConstants.IpProtocol)
            {
                vrrp = new VrrpPacket(ipv4.Source, ipv4.Destination, ipv4.TimeToLive, authentication, payload);
                return true;
            }
        }
        else if (Ipv6Header.TryParse(packet, out Ipv6Header ipv6, out payload) && ipv6.NextHeader == VrrpConstants.IpProtocol)
        {
            vrrp = new VrrpPacket(ipv6.Source, ipv6.Destination, ipv6.HopLimit, null, payload);
            return true;
        }

        return false;
    }
}
