namespace NginxHa.Vrrp.Options;

/// <summary>Migration modes of the HMAC trailer.</summary>
public enum HmacMode : byte
{
    /// <summary>Sign, and refuse what is not signed.</summary>
    Enforce,

    /// <summary>Sign, and accept unsigned advertisements too.</summary>
    Permissive,

    /// <summary>Verify signed advertisements, accept unsigned ones, do not sign.</summary>
    ReceiveOnly,
}
