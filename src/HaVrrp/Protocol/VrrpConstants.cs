using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>The numbers of the protocol, each with the section that gives it.</summary>
public static class VrrpConstants
{
    /// <summary>IP protocol number of VRRP (RFC 9568 section 5.1.1.4).</summary>
    public const byte IpProtocol = 112;

    /// <summary>IP protocol number of the authentication header (RFC 2402 section 2).</summary>
    public const byte AuthenticationHeaderProtocol = 51;

    /// <summary>TTL or hop limit of every multicast advertisement; a receiver drops any other (RFC 9568 sections 5.1.1.3 and 5.1.2.3).</summary>
    public const int TimeToLive = 255;

    /// <summary>The only message type there is: ADVERTISEMENT (RFC 9568 section 5.2.2).</summary>
    public const byte AdvertisementType = 1;

    /// <summary>The smallest virtual router id (RFC 9568 section 5.2.3).</summary>
    public const byte MinimumVirtualRouterId = 1;

    /// <summary>The largest virtual router id (RFC 9568 section 5.2.3).</summary>
    public const byte MaximumVirtualRouterId = 255;

    /// <summary>Priority of the router that owns the virtual addresses (RFC 9568 section 5.2.4).</summary>
    public const byte OwnerPriority = 255;

    /// <summary>Default priority of a backup (RFC 9568 section 5.2.4).</summary>
    public const byte DefaultPriority = 100;

    /// <summary>Priority by which a master says that it gives up (RFC 9568 section 5.2.4).</summary>
    public const byte StopPriority = 0;

    /// <summary>The largest number of addresses in one message (RFC 9568 section 5.2.5: the count is one byte).</summary>
    public const int MaximumAddressCount = 255;

    /// <summary>Default advertisement interval in seconds (RFC 9568 section 6.1: 100 centiseconds).</summary>
    public const int DefaultIntervalSeconds = 1;

    /// <summary>The largest interval of a VRRPv2 message, in seconds (RFC 3768 section 5.3.7: one byte).</summary>
    public const int MaximumIntervalSecondsV2 = 255;

    /// <summary>The largest interval of a VRRPv3 message, in centiseconds (RFC 9568 section 5.2.7: 12 bits).</summary>
    public const int MaximumIntervalCentisecondsV3 = 4095;

    /// <summary>Bytes before the addresses, the same in both versions (RFC 9568 section 5.2).</summary>
    public const int HeaderLength = 8;

    /// <summary>Bytes of authentication data behind the addresses of a VRRPv2 message, present whatever the type (RFC 3768 section 5.3.10).</summary>
    public const int AuthenticationDataLength = 8;

    /// <summary>Bytes of the HMAC trailer (draft-cassen-vrrp-auth-hmac).</summary>
    public const int HmacTrailerLength = 28;

    /// <summary>
    /// The largest VRRP message in bytes: a VRRPv3 header with 255 IPv6 addresses. A receive buffer needs room for the
    /// HMAC trailer, and with IPv4 for the IP and authentication headers too: <see cref="MaximumPacketLength"/>.
    /// </summary>
    public const int MaximumMessageLength = HeaderLength + (MaximumAddressCount * 16);

    /// <summary>A buffer of this many bytes holds any packet with VRRP in it: IPv4 header with options, AH, message, HMAC trailer.</summary>
    public const int MaximumPacketLength = 60 + 24 + MaximumMessageLength + HmacTrailerLength;

    /// <summary>224.0.0.18 (RFC 9568 section 5.1.1.2).</summary>
    public static InetAddress MulticastIPv4 { get; } = InetAddress.FromIPv4(0xE0000012);

    /// <summary>ff02::12 (RFC 9568 section 5.1.2.2).</summary>
    public static InetAddress MulticastIPv6 { get; } = InetAddress.FromIPv6(new UInt128(0xFF02000000000000, 0x12));

    /// <summary>Default advertisement interval (RFC 9568 section 6.1).</summary>
    public static TimeSpan DefaultInterval { get; } = TimeSpan.FromSeconds(DefaultIntervalSeconds);

    /// <summary>The multicast group of VRRP for <paramref name="family"/>.</summary>
    /// <param name="family">InterNetwork or InterNetworkV6.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another family.</exception>
    public static InetAddress MulticastAddress(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => MulticastIPv4,
        AddressFamily.InterNetworkV6 => MulticastIPv6,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "The address family must be InterNetwork or InterNetworkV6."),
    };
}
