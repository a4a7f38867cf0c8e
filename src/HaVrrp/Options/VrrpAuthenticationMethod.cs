namespace NginxHa.Vrrp.Options;

/// <summary>Ways to authenticate an advertisement.</summary>
public enum VrrpAuthenticationMethod : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>Plain-text password of 8 bytes, VRRPv2 (RFC 2338 section 5.3.6, keepalived <c>auth_type PASS</c>). Anyone on the segment reads it.</summary>
    Password,

    /// <summary>IP authentication header with HMAC-MD5-96, VRRPv2 (RFC 2338, keepalived <c>auth_type AH</c>).</summary>
    AuthenticationHeader,

    /// <summary>HMAC-SHA256 trailer (draft-cassen-vrrp-auth-hmac, keepalived 2.4 <c>auth_hmac</c>), any version.</summary>
    Hmac,
}
