namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// Why a packet was refused. One packet has one reason: the first that applies in the order of the members. The
/// values are dense from zero so that they can index an array of counters of <see cref="VrrpRefusals.Count"/> items.
/// </summary>
public enum VrrpRefusal : byte
{
    /// <summary>Not refused.</summary>
    None = 0,

    // Decided by whoever takes the packet off the wire, before there is a message to decode.

    /// <summary>The IPv4 header or the authentication header is malformed, cut short, or a fragment.</summary>
    BadPacketHeader,

    /// <summary>Sent by this very router (its own multicast looped back). Decided by the receiver.</summary>
    OwnPacket,

    /// <summary>
    /// The source is none of the configured unicast peers (keepalived <c>check_unicast_src</c>). Decided by the receiver.
    /// </summary>
    UnknownSource,

    /// <summary>
    /// Sent to the multicast group while the instance has unicast peers, or the other way round. Decided by the receiver.
    /// </summary>
    UnexpectedDestination,

    // Decided by VrrpDecoder.

    /// <summary>Fewer bytes than the fixed header of 8.</summary>
    TooShort,

    /// <summary>TTL or hop limit below what the policy demands: 255 unless unicast (RFC 9568 section 7.1).</summary>
    BadTimeToLive,

    /// <summary>A version that does not exist, that the policy does not expect, or version 2 over IPv6.</summary>
    BadVersion,

    /// <summary>Not an advertisement (type 1).</summary>
    BadType,

    /// <summary>Virtual router id 0.</summary>
    BadVirtualRouterId,

    /// <summary>No address in a VRRPv3 message (RFC 9568 section 5.2.5: at least one).</summary>
    BadAddressCount,

    /// <summary>Fewer bytes than the address count asks for.</summary>
    BadLength,

    /// <summary>More bytes than the message has, and they are not an HMAC trailer that the policy lets pass.</summary>
    TrailingBytes,

    /// <summary>The checksum is wrong.</summary>
    BadChecksum,

    /// <summary>The authentication type of a VRRPv2 message is unknown or not the one that the policy expects.</summary>
    BadAuthenticationType,

    /// <summary>The password of a VRRPv2 message is not the one that the policy expects.</summary>
    BadPassword,

    // Decided by the verifiers of the authentication header and of the HMAC trailer.

    /// <summary>Authentication is demanded and there is none: no authentication header, no HMAC trailer.</summary>
    AuthenticationMissing,

    /// <summary>An authentication header where none is configured, or an HMAC trailer with an unknown type or reserved bits set.</summary>
    MalformedAuthentication,

    /// <summary>The HMAC trailer's time is outside the window.</summary>
    Stale,

    /// <summary>The HMAC trailer names a key that is not in the key ring.</summary>
    UnknownKey,

    /// <summary>The integrity value does not match, or the SPI of the authentication header is not the source address.</summary>
    BadAuthentication,

    /// <summary>The sequence number is not higher than the last one of this sender.</summary>
    Replayed,

    // Decided by the receiver once it knows which instance the message is for.

    /// <summary>No instance with this virtual router id and address family on the interface.</summary>
    UnknownVirtualRouter,

    /// <summary>
    /// The advertisement interval of a VRRPv2 message is not the configured one (RFC 3768 section 7.1). VRRPv3 learns
    /// the interval instead.
    /// </summary>
    IntervalMismatch,

    /// <summary>
    /// The addresses are not the configured ones and the instance is strict about it. Otherwise the receiver counts
    /// the difference and goes on, as keepalived does.
    /// </summary>
    AddressListMismatch,

    /// <summary>This router is the address owner and listens to nobody (keepalived <c>owner_ignore_adverts</c>).</summary>
    IgnoredByOwner,
}
