using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>Reads VRRP messages. Nothing here throws, allocates or reads beyond the span, whatever the bytes are.</summary>
public static class VrrpDecoder
{
    /// <summary>The virtual router id of a message, to find the instance whose policy decodes it.</summary>
    /// <param name="message">What follows the IP (and authentication) header.</param>
    /// <param name="virtualRouterId">The id as it is in the packet, or 0.</param>
    /// <returns>False if there are fewer bytes than a header.</returns>
    public static bool TryPeekVirtualRouterId(ReadOnlySpan<byte> message, out byte virtualRouterId)
    {
        bool enough = message.Length >= VrrpConstants.HeaderLength;
        virtualRouterId = enough ? message[1] : (byte)0;
        return enough;
    }

    /// <summary>
    /// Decodes a message and makes the checks of RFC 3768 and RFC 9568 section 7.1 that need no state: those of
    /// <see cref="VrrpRefusal"/> from <see cref="VrrpRefusal.TooShort"/> to <see cref="VrrpRefusal.BadPassword"/>, in
    /// that order. As keepalived does, an interval of zero is accepted and trailing bytes are not.
    /// </summary>
    /// <param name="message">What follows the IP (and authentication) header: one message and nothing else, except an HMAC trailer where the policy allows it.</param>
    /// <param name="context">Addresses, TTL and policy.</param>
    /// <param name="advertisement">
    /// The message, also when it is refused, for logs and diagnosis; empty if it is too short or of no known version.
    /// </param>
    /// <returns><see cref="VrrpRefusal.None"/>, or the first reason against it.</returns>
    public static VrrpRefusal Decode(ReadOnlySpan<byte> message, scoped in VrrpDecodeContext context, out VrrpAdvertisement advertisement)
    {
        advertisement = default;
        if (message.Length < VrrpConstants.HeaderLength)
        {
            return VrrpRefusal.TooShort;
        }

        VrrpDecodePolicy policy = context.Policy;
        AddressFamily family = context.Family;
        var version = (VrrpVersion)(message[0] >> 4);
        bool knownVersion = version is VrrpVersion.V2 or VrrpVersion.V3;
        int length = VrrpMessageLength.Of(version, family, message[3]);
        bool hasTrailer = policy.AllowHmacTrailer && message.Length == length + VrrpConstants.HmacTrailerLength;
        if (knownVersion)
        {
            advertisement = new VrrpAdvertisement(
                message[..Math.Min(length, message.Length)],
                hasTrailer ? message[length..] : default,
                family);
        }

        if (context.TimeToLive != VrrpDecodeContext.UnknownTimeToLive && context.TimeToLive < policy.MinimumTimeToLive)
        {
            return VrrpRefusal.BadTimeToLive;
        }

        if (!knownVersion
            || (policy.Version is { } expected && version != expected)
            || (version == VrrpVersion.V2 && family == AddressFamily.InterNetworkV6))
        {
            return VrrpRefusal.BadVersion;
        }

        if (advertisement.Type != VrrpConstants.AdvertisementType)
        {
            return VrrpRefusal.BadType;
        }

        if (advertisement.VirtualRouterId < VrrpConstants.MinimumVirtualRouterId)
        {
            return VrrpRefusal.BadVirtualRouterId;
        }

        // keepalived takes a VRRPv2 instance without addresses (with a warning) and sends a count of 0 then.
        if (advertisement.DeclaredAddressCount == 0 && version == VrrpVersion.V3)
        {
            return VrrpRefusal.BadAddressCount;
        }

        if (message.Length < length)
        {
            return VrrpRefusal.BadLength;
        }

        if (message.Length > length && !hasTrailer)
        {
            return VrrpRefusal.TrailingBytes;
        }

        if (policy.VerifyChecksum && !VrrpChecksum.Verify(message, length, context))
        {
            return VrrpRefusal.BadChecksum;
        }

        return version == VrrpVersion.V2 ? CheckAuthentication(advertisement, policy) : VrrpRefusal.None;
    }

    private static VrrpRefusal CheckAuthentication(in VrrpAdvertisement advertisement, VrrpDecodePolicy policy)
    {
        VrrpAuthenticationType type = advertisement.AuthenticationType;
        if (type > VrrpAuthenticationType.AuthenticationHeader
            || (policy.AuthenticationType is { } expected && type != expected))
        {
            return VrrpRefusal.BadAuthenticationType;
        }

        return type == VrrpAuthenticationType.Password && policy.Password is { } password && advertisement.Password != password
            ? VrrpRefusal.BadPassword
            : VrrpRefusal.None;
    }
}
