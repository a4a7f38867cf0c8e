namespace NginxHa.Vrrp.Protocol;

/// <summary>The authentication type of a VRRPv2 message, with the number it has in the packet (RFC 2338 section 5.3.6).</summary>
public enum VrrpAuthenticationType
{
    /// <summary>No authentication; the only one that RFC 3768 keeps.</summary>
    None = 0,

    /// <summary>
    /// Eight bytes of clear text behind the addresses (keepalived <c>auth_type PASS</c>). It guards against a wrong
    /// configuration, not against a person: everybody on the segment reads it.
    /// </summary>
    Password = 1,

    /// <summary>An IP authentication header with HMAC-MD5-96 in front of the message (keepalived <c>auth_type AH</c>).</summary>
    AuthenticationHeader = 2,
}
