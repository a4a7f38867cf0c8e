namespace NginxHa.Vrrp.Protocol;

/// <summary>The version of the protocol, with the number it has in the packet (RFC 9568 section 5.2.1).</summary>
public enum VrrpVersion
{
    /// <summary>VRRPv2 (RFC 2338, RFC 3768): IPv4 only, whole seconds, optional authentication.</summary>
    V2 = 2,

    /// <summary>VRRPv3 (RFC 5798, RFC 9568): IPv4 and IPv6, centiseconds, no authentication in the message.</summary>
    V3 = 3,
}
