namespace NginxHa.Vrrp.Protocol;

/// <summary>Facts about <see cref="VrrpRefusal"/>.</summary>
public static class VrrpRefusals
{
    /// <summary>Number of members, <see cref="VrrpRefusal.None"/> included: the length of an array of counters.</summary>
    public const int Count = (int)VrrpRefusal.IgnoredByOwner + 1;

    /// <summary>One sentence for people, without a full stop.</summary>
    /// <param name="refusal">The reason.</param>
    public static string Describe(VrrpRefusal refusal) => refusal switch
    {
        VrrpRefusal.None => "accepted",
        VrrpRefusal.BadPacketHeader => "the IP or authentication header is malformed",
        VrrpRefusal.OwnPacket => "the packet is this router's own",
        VrrpRefusal.UnknownSource => "the source is not a configured peer",
        VrrpRefusal.UnexpectedDestination => "multicast where unicast is configured, or the other way round",
        VrrpRefusal.TooShort => "shorter than the header of 8 bytes",
        VrrpRefusal.BadTimeToLive => "the TTL or hop limit is too low",
        VrrpRefusal.BadVersion => "the version is unknown, unexpected, or 2 over IPv6",
        VrrpRefusal.BadType => "not an advertisement",
        VrrpRefusal.BadVirtualRouterId => "the virtual router id is 0",
        VrrpRefusal.BadAddressCount => "a version 3 message has no address",
        VrrpRefusal.BadLength => "shorter than its address count asks for",
        VrrpRefusal.TrailingBytes => "bytes follow the message",
        VrrpRefusal.BadChecksum => "the checksum is wrong",
        VrrpRefusal.BadAuthenticationType => "the authentication type is unknown or unexpected",
        VrrpRefusal.BadPassword => "the password is wrong",
        VrrpRefusal.AuthenticationMissing => "authentication is demanded and missing",
        VrrpRefusal.MalformedAuthentication => "the authentication is malformed or not configured here",
        VrrpRefusal.Stale => "the authentication's time is outside the window",
        VrrpRefusal.UnknownKey => "the authentication names an unknown key",
        VrrpRefusal.BadAuthentication => "the authentication does not match",
        VrrpRefusal.Replayed => "the sequence number was used before",
        VrrpRefusal.UnknownVirtualRouter => "no instance has this virtual router id",
        VrrpRefusal.IntervalMismatch => "the advertisement interval is not the configured one",
        VrrpRefusal.AddressListMismatch => "the addresses are not the configured ones",
        VrrpRefusal.IgnoredByOwner => "the address owner listens to nobody",
        _ => "unknown reason",
    };
}
