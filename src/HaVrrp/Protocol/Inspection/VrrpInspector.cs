using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Protocol.Authentication;
using NginxHa.Vrrp.Protocol.Capture;

namespace NginxHa.Vrrp.Protocol.Inspection;

/// <summary>
/// Takes packets apart for people, from a capture, a log or a segment that is listened to. It allocates and guesses;
/// engines use <see cref="VrrpDecoder"/>.
/// </summary>
public static class VrrpInspector
{
    private const int ProtocolOffsetIPv4 = 9;
    private const int ProtocolOffsetIPv6 = 6;

    /// <summary>
    /// Inspects bytes of unknown extent: a whole IP packet if they are one with VRRP in it, else a VRRP message. (The
    /// first half byte tells them apart: versions 4 and 6 are IP, 2 and 3 are VRRP.)
    /// </summary>
    /// <param name="bytes">Packet or message.</param>
    /// <param name="source">Source address of the message, or none; a packet has its own.</param>
    /// <param name="destination">Destination address of the message, or none; a packet has its own.</param>
    /// <param name="timeToLive">TTL or hop limit of the message, or <see cref="VrrpDecodeContext.UnknownTimeToLive"/>; a packet has its own.</param>
    /// <param name="options">What to measure by.</param>
    public static VrrpPacketReport Inspect(
        ReadOnlySpan<byte> bytes,
        InetAddress source = default,
        InetAddress destination = default,
        int timeToLive = VrrpDecodeContext.UnknownTimeToLive,
        VrrpInspectionOptions? options = null)
    {
        if (VrrpPacket.TryOpen(bytes, out VrrpPacket packet))
        {
            return InspectPacket(packet, options, time: null);
        }

        return LooksLikePacket(bytes)
            ? Unreadable(bytes, time: null)
            : InspectMessage(bytes, source, destination, timeToLive, options ?? VrrpInspectionOptions.Default, null, null);
    }

    /// <summary>Inspects one frame of a capture.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="options">What to measure by.</param>
    /// <returns>The report, or null if the frame carries no VRRP.</returns>
    public static VrrpPacketReport? Inspect(CapturedFrame frame, VrrpInspectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!LinkLayer.TryGetIpPacket(frame.Data.Span, frame.LinkType, out ReadOnlySpan<byte> ip))
        {
            return null;
        }

        if (VrrpPacket.TryOpen(ip, out VrrpPacket packet))
        {
            return InspectPacket(packet, options, frame.Time);
        }

        return LooksLikePacket(ip) ? Unreadable(ip, frame.Time) : null;
    }

    private static VrrpPacketReport InspectPacket(in VrrpPacket packet, VrrpInspectionOptions? options, DateTimeOffset? time) => InspectMessage(
        packet.Message,
        packet.Source,
        packet.Destination,
        packet.TimeToLive,
        options ?? VrrpInspectionOptions.Default,
        packet.AuthenticationHeader,
        time);

    private static VrrpPacketReport InspectMessage(
        ReadOnlySpan<byte> message,
        InetAddress source,
        InetAddress destination,
        int timeToLive,
        VrrpInspectionOptions options,
        AuthenticationHeader? header,
        DateTimeOffset? time)
    {
        AddressFamily family = source.HasValue || destination.HasValue
            ? new VrrpDecodeContext(source, destination).Family
            : GuessFamily(message);
        InetAddress target = destination.HasValue ? destination : VrrpConstants.MulticastAddress(family);
        VrrpChecksumForm form = GetChecksumForm(message, source, target);
        var policy = new VrrpDecodePolicy
        {
            AllowHmacTrailer = true,
            ChecksumMode = options.ChecksumMode,
            MinimumTimeToLive = options.MinimumTimeToLive,
            VerifyChecksum = form != VrrpChecksumForm.Unknown,
        };
        VrrpRefusal refusal = VrrpDecoder.Decode(message, new VrrpDecodeContext(source, target, timeToLive, policy), out VrrpAdvertisement advertisement);
        bool known = !advertisement.IsEmpty;
        bool trailer = known && !advertisement.Trailer.IsEmpty;
        return new VrrpPacketReport
        {
            Reason = refusal,
            Time = time,
            Source = ToIPAddress(source),
            Destination = ToIPAddress(destination),
            TimeToLive = timeToLive == VrrpDecodeContext.UnknownTimeToLive ? null : timeToLive,
            Version = known ? (int)advertisement.Version : null,
            VirtualRouterId = known ? advertisement.VirtualRouterId : null,
            Priority = known ? advertisement.Priority : null,
            AdvertisementInterval = known ? advertisement.Interval : null,
            AddressFamily = known ? advertisement.AddressFamily : null,
            VirtualAddress = GetAddresses(advertisement),
            AddressCount = known ? advertisement.DeclaredAddressCount : null,
            AuthenticationType = known && advertisement.Version == VrrpVersion.V2 ? advertisement.AuthenticationType : null,
            AuthenticationHeaderSpi = header?.Spi,
            AuthenticationHeaderSequence = header?.SequenceNumber,
            HmacKeyId = trailer ? new HmacTrailer(advertisement.Trailer).KeyId : null,
            HmacTime = trailer ? new HmacTrailer(advertisement.Trailer).Time : null,
            Checksum = known ? advertisement.Checksum : null,
            ChecksumForm = form,
            Length = message.Length,
            Hex = Convert.ToHexString(message).ToLowerInvariant(),
        };
    }

    /// <summary>A packet that says it is VRRP, but is cut short, a fragment, or has a broken header.</summary>
    private static VrrpPacketReport Unreadable(ReadOnlySpan<byte> packet, DateTimeOffset? time) => new()
    {
        Reason = VrrpRefusal.BadPacketHeader,
        Time = time,
        Length = packet.Length,
        Hex = Convert.ToHexString(packet).ToLowerInvariant(),
    };

    private static bool LooksLikePacket(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= ProtocolOffsetIPv4)
        {
            return false;
        }

        return (bytes[0] >> 4) switch
        {
            4 when bytes[ProtocolOffsetIPv4] == VrrpConstants.AuthenticationHeaderProtocol => HasVrrpBehindAuthenticationHeader(bytes),
            4 => bytes[ProtocolOffsetIPv4] == VrrpConstants.IpProtocol,
            6 => bytes[ProtocolOffsetIPv6] == VrrpConstants.IpProtocol,
            _ => false,
        };
    }

    private static bool HasVrrpBehindAuthenticationHeader(ReadOnlySpan<byte> packet)
    {
        int headerLength = (packet[0] & 0x0F) * 4;
        return packet.Length > headerLength && packet[headerLength] == VrrpConstants.IpProtocol;
    }

    /// <summary>The family whose addresses make the length come out right, with or without a trailer; IPv4 if neither does.</summary>
    private static AddressFamily GuessFamily(ReadOnlySpan<byte> message)
    {
        if (message.Length < VrrpConstants.HeaderLength || message[0] >> 4 != (int)VrrpVersion.V3)
        {
            return AddressFamily.InterNetwork;
        }

        int ipv6 = VrrpMessageLength.Of(VrrpVersion.V3, AddressFamily.InterNetworkV6, message[3]);
        return message[3] > 0 && (message.Length == ipv6 || message.Length == ipv6 + VrrpConstants.HmacTrailerLength)
            ? AddressFamily.InterNetworkV6
            : AddressFamily.InterNetwork;
    }

    /// <summary>Tries both forms, whatever the options demand, so that the report can tell a peer of the other school.</summary>
    private static VrrpChecksumForm GetChecksumForm(ReadOnlySpan<byte> message, InetAddress source, InetAddress destination)
    {
        if (Decodes(VrrpChecksumMode.MessageOnly, message, source, destination))
        {
            bool alone = !destination.IsIPv6;
            return alone ? VrrpChecksumForm.MessageOnly
                : source.HasValue ? VrrpChecksumForm.PseudoHeader
                : VrrpChecksumForm.Unknown;
        }

        if (source.HasValue && Decodes(VrrpChecksumMode.PseudoHeader, message, source, destination))
        {
            return VrrpChecksumForm.PseudoHeader;
        }

        bool whole = Decodes(null, message, source, destination);
        bool coversSource = destination.IsIPv6 || (message.Length > 0 && message[0] >> 4 == (int)VrrpVersion.V3);
        return !whole || (coversSource && !source.HasValue) ? VrrpChecksumForm.Unknown : VrrpChecksumForm.Invalid;
    }

    /// <summary>Whether the message is good up to its checksum, taken in one form or (null) on trust.</summary>
    private static bool Decodes(VrrpChecksumMode? mode, ReadOnlySpan<byte> message, InetAddress source, InetAddress destination)
    {
        var policy = new VrrpDecodePolicy
        {
            AllowHmacTrailer = true,
            ChecksumMode = mode ?? VrrpChecksumMode.Either,
            VerifyChecksum = mode is not null,
        };
        var context = new VrrpDecodeContext(source, destination, VrrpDecodeContext.UnknownTimeToLive, policy);
        return VrrpDecoder.Decode(message, context, out _) is VrrpRefusal.None or VrrpRefusal.BadAuthenticationType;
    }

    private static IPAddress? ToIPAddress(InetAddress address) => address.HasValue ? address.ToIPAddress() : null;

    private static IPAddress[] GetAddresses(in VrrpAdvertisement advertisement)
    {
        var addresses = new IPAddress[advertisement.IsEmpty ? 0 : advertisement.AddressCount];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = advertisement.GetAddress(i).ToIPAddress();
        }

        return addresses;
    }
}
