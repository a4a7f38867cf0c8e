namespace NginxHa.Vrrp.Protocol;

/// <summary>What a receiver demands of a message. One immutable object an instance, shared by all its packets.</summary>
public sealed class VrrpDecodePolicy
{
    /// <summary>Any version, TTL 255, checksum with pseudo-header, no HMAC trailer, any authentication.</summary>
    public static VrrpDecodePolicy Default { get; } = new();

    /// <summary>
    /// The lowest TTL or hop limit to accept, 0 to 255. Multicast demands 255; unicast peers may be told to accept
    /// less, as keepalived sends IPv6 unicast with 64.
    /// </summary>
    public int MinimumTimeToLive { get; init; } = VrrpConstants.TimeToLive;

    /// <summary>The version to accept, or null for both.</summary>
    public VrrpVersion? Version { get; init; }

    /// <summary>What the checksum of VRRPv3 over IPv4 covers.</summary>
    public VrrpChecksumMode ChecksumMode { get; init; }

    /// <summary>
    /// False to take the checksum on trust: the kernel has checked it (IPv6 with IPV6_CHECKSUM), or the addresses that
    /// it covers are not known.
    /// </summary>
    public bool VerifyChecksum { get; init; } = true;

    /// <summary>The authentication type that a VRRPv2 message must have, or null for any known one.</summary>
    public VrrpAuthenticationType? AuthenticationType { get; init; }

    /// <summary>
    /// The password that a VRRPv2 message of type <see cref="VrrpAuthenticationType.Password"/> must have, or null for
    /// any. To demand a password at all, set <see cref="AuthenticationType"/> too.
    /// </summary>
    public VrrpPassword? Password { get; init; }

    /// <summary>
    /// Whether exactly 28 bytes behind the message are an HMAC trailer, to be verified by the caller, and not
    /// <see cref="VrrpRefusal.TrailingBytes"/>.
    /// </summary>
    public bool AllowHmacTrailer { get; init; }
}
