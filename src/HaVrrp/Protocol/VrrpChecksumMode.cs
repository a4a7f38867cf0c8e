namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// What the checksum of a VRRPv3 message over IPv4 covers. RFC 5798 was read both ways, and real peers differ; VRRPv2
/// never has a pseudo-header and IPv6 always has one, so this changes nothing for them.
/// </summary>
public enum VrrpChecksumMode
{
    /// <summary>Pseudo-header and message, as keepalived sends and demands (RFC 5798 section 5.2.8). The default.</summary>
    PseudoHeader = 0,

    /// <summary>The message alone, as RFC 9568 section 5.2.8 says for IPv4 (keepalived <c>v3_checksum_as_v2</c>).</summary>
    MessageOnly = 1,

    /// <summary>For a receiver: either of the two is good. An encoder treats it as <see cref="PseudoHeader"/>.</summary>
    Either = 2,
}
