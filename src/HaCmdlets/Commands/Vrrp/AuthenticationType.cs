namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>How VRRPv2 advertisements are authenticated (keepalived <c>auth_type</c>).</summary>
public enum AuthenticationType
{
    /// <summary>A password in clear text, 8 bytes: guards against a wrong configuration, not against a person.</summary>
    Pass,

    /// <summary>IP authentication header with HMAC-MD5-96, 16 bytes: for old peers.</summary>
    AH,
}
