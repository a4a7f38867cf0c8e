using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Fuzz.Vrrp;

/// <summary>The world of the inputs: addresses, keys, time, and the context that an input's first bytes choose.</summary>
public static class VrrpScenario
{
    /// <summary>Bytes of context in front of a message.</summary>
    public const int ContextLength = 3;

    private const int IPv6Flag = 1;
    private const int TrailerFlag = 2;
    private const int TrustFlag = 4;
    private const int UnicastFlag = 32;
    private const int NoSourceFlag = 64;
    private const byte PasswordFlag = 32;

    private static readonly InetAddress Source4 = InetAddress.Parse("198.51.100.10");
    private static readonly InetAddress Source6 = InetAddress.Parse("fe80::10");
    private static readonly InetAddress Peer4 = InetAddress.Parse("198.51.100.12");
    private static readonly InetAddress Peer6 = InetAddress.Parse("fe80::12");
    private static readonly VrrpDecodePolicy HmacPolicy = new() { AllowHmacTrailer = true, VerifyChecksum = false };

    /// <summary>The password of VRRPv2 messages.</summary>
    public static VrrpPassword Password { get; } = VrrpPassword.FromText("s3cr3t");

    /// <summary>Key of the authentication headers.</summary>
    public static byte[] AuthenticationHeaderKey { get; } = [.. "secret-k"u8];

    /// <summary>Secret of the HMAC trailers, key id 1.</summary>
    public static byte[] HmacSecret { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>The time at which trailers are made.</summary>
    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    public static AuthenticationHeaderAssociation NewAssociation(bool unicast) => new(VrrpPassword.FromBytes(AuthenticationHeaderKey), unicast);

    public static HmacAuthenticator NewAuthenticator() => new(new HmacKeyRing(new HmacKey(1, HmacSecret)), new HmacOptions());

    public static VrrpDecodeContext HmacContext(bool ipv6) => new(
        ipv6 ? Source6 : Source4, ipv6 ? VrrpConstants.MulticastIPv6 : VrrpConstants.MulticastIPv4, 255, HmacPolicy);

    public static byte[] Bytes(InetAddress address) => address.HasValue ? address.ToIPAddress().GetAddressBytes() : [];

    /// <summary>The context of a message from its first three bytes: flags, expectations, TTL.</summary>
    public static VrrpDecodeContext ReadContext(ReadOnlySpan<byte> bytes)
    {
        byte flags = bytes[0];
        byte expectations = bytes[1];
        bool ipv6 = (flags & IPv6Flag) != 0;
        bool unicast = (flags & UnicastFlag) != 0;
        InetAddress source = (flags & NoSourceFlag) != 0 ? default : ipv6 ? Source6 : Source4;
        InetAddress destination = unicast
            ? (ipv6 ? Peer6 : Peer4)
            : VrrpConstants.MulticastAddress(ipv6 ? Source6.Family : Source4.Family);
        var policy = new VrrpDecodePolicy
        {
            AllowHmacTrailer = (flags & TrailerFlag) != 0,
            VerifyChecksum = (flags & TrustFlag) == 0,
            ChecksumMode = (VrrpChecksumMode)((flags >> 3 & 3) % 3),
            Version = (expectations & 3) switch { 1 => VrrpVersion.V2, 2 => VrrpVersion.V3, _ => null },
            AuthenticationType = (expectations >> 2 & 7) switch
            {
                1 => VrrpAuthenticationType.None,
                2 => VrrpAuthenticationType.Password,
                3 => VrrpAuthenticationType.AuthenticationHeader,
                _ => null,
            },
            Password = (expectations & PasswordFlag) != 0 ? Password : null,
            MinimumTimeToLive = (expectations >> 6) switch { 1 => 64, 2 => 0, _ => 255 },
        };
        return new VrrpDecodeContext(source, destination, bytes[2] == 1 ? VrrpDecodeContext.UnknownTimeToLive : bytes[2], policy);
    }

    /// <summary>Context bytes that let most messages pass.</summary>
    public static byte[] GenerousContext(bool ipv6, bool trailer, bool unicast, bool password) =>
        [(byte)((ipv6 ? IPv6Flag : 0) | (trailer ? TrailerFlag : 0) | (unicast ? UnicastFlag : 0)), password ? PasswordFlag : (byte)0, 255];
}
