using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// How one instance judges what it receives and signs what it sends. It outlives sockets and source addresses, because
/// sequence numbers must never go back.
/// </summary>
internal sealed class InstanceAuthentication
{
    private InstanceAuthentication(VrrpDecodePolicy policy, VrrpAuthenticationMethod method)
    {
        Policy = policy;
        Method = method;
    }

    public VrrpDecodePolicy Policy { get; }

    public VrrpAuthenticationMethod Method { get; }

    public VrrpPassword Password { get; private init; }

    public HmacAuthenticator? Hmac { get; private init; }

    public AuthenticationHeaderAssociation? Header { get; private init; }

    /// <summary>The number in the authentication field of a VRRPv2 message.</summary>
    public VrrpAuthenticationType MessageType => TypeOf(Method);

    public static InstanceAuthentication Create(VrrpInstanceOptions options)
    {
        VrrpAuthentication authentication = options.Authentication;
        VrrpPassword password = VrrpPassword.FromBytes(authentication.Secret.Span);
        bool isUnicast = options.UnicastPeers.Count > 0;
        bool isHmac = authentication.Method == VrrpAuthenticationMethod.Hmac;
        var policy = new VrrpDecodePolicy
        {
            Version = options.Version,
            ChecksumMode = options.ChecksumWithPseudoHeader ? VrrpChecksumMode.PseudoHeader : VrrpChecksumMode.MessageOnly,

            // Unicast crosses routers; each peer has limits of its own, which the receive path checks.
            MinimumTimeToLive = isUnicast ? 0 : VrrpConstants.TimeToLive,
            AuthenticationType = options.Version == VrrpVersion.V2 ? TypeOf(authentication.Method) : null,
            Password = authentication.Method == VrrpAuthenticationMethod.Password ? password : null,
            AllowHmacTrailer = isHmac,
        };
        return new InstanceAuthentication(policy, authentication.Method)
        {
            Password = authentication.Method == VrrpAuthenticationMethod.Password ? password : default,
            Header = authentication.Method == VrrpAuthenticationMethod.AuthenticationHeader
                ? new AuthenticationHeaderAssociation(password, isUnicast)
                : null,
            Hmac = isHmac ? CreateHmac(options) : null,
        };
    }

    /// <summary>Takes the authentication header off, or refuses a packet that has one where there should be none.</summary>
    public VrrpRefusal Unwrap(in ReceivedPacket packet, out ReadOnlySpan<byte> message)
    {
        message = packet.Payload;
        if (packet.Protocol == VrrpConstants.AuthenticationHeaderProtocol)
        {
            return Header is null ? VrrpRefusal.MalformedAuthentication : Header.Verify(packet.Ipv4Header, packet.Payload, out message);
        }

        return Header is null ? VrrpRefusal.None : VrrpRefusal.AuthenticationMissing;
    }

    /// <summary>Decodes a packet and verifies all that a message alone tells.</summary>
    public VrrpRefusal Judge(in ReceivedPacket packet, DateTimeOffset now, out VrrpAdvertisement advertisement)
    {
        advertisement = default;
        VrrpRefusal refusal = Unwrap(packet, out ReadOnlySpan<byte> message);
        if (refusal == VrrpRefusal.None)
        {
            var context = new VrrpDecodeContext(packet.Source, packet.Destination, packet.TimeToLive, Policy);
            refusal = VrrpDecoder.Decode(message, context, out advertisement);
        }

        return refusal == VrrpRefusal.None && Hmac is { } hmac ? hmac.Verify(advertisement, packet.Source, now) : refusal;
    }

    private static HmacAuthenticator CreateHmac(VrrpInstanceOptions options)
    {
        VrrpAuthentication authentication = options.Authentication;
        var keys = new HmacKeyRing(authentication.Keys.Select(pair => new HmacKey(pair.Key, pair.Value.Span)), authentication.ActiveKeyId);
        return new HmacAuthenticator(keys, new HmacOptions
        {
            Mode = authentication.HmacMode,
            AntiReplay = authentication.AntiReplay,
            WindowSeconds = authentication.AntiReplayWindow is { } window
                ? (int)Math.Ceiling(window.TotalSeconds)
                : HmacOptions.GetDefaultWindowSeconds(options.AdvertisementInterval),
            SenderCapacity = Math.Max(16, options.UnicastPeers.Count),
        });
    }

    private static VrrpAuthenticationType TypeOf(VrrpAuthenticationMethod method) => method switch
    {
        VrrpAuthenticationMethod.Password => VrrpAuthenticationType.Password,
        VrrpAuthenticationMethod.AuthenticationHeader => VrrpAuthenticationType.AuthenticationHeader,
        _ => VrrpAuthenticationType.None,
    };
}
