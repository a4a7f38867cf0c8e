using System.Buffers.Binary;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Neighbour solicitations and advertisements over Ethernet (RFC 4861 sections 4.3 and 4.4, RFC 2464).</summary>
internal static class NeighbourDiscoveryFrame
{
    /// <summary>Bytes of the longest frame: with a link-layer address option.</summary>
    public const int MaximumLength = Ethernet.HeaderLength + Ipv6HeaderLength + MessageLength + OptionLength;

    public const byte Icmpv6 = 58;
    public const byte SolicitationType = 135;
    public const byte AdvertisementType = 136;
    public const byte HopLimit = 255;

    private const int Ipv6HeaderLength = 40;
    private const int MessageLength = 24;
    private const int OptionLength = 8;
    private const int TargetOffset = 8;
    private const byte SourceLinkLayerOption = 1;
    private const byte TargetLinkLayerOption = 2;
    private const byte RouterFlag = 0x80;
    private const byte OverrideFlag = 0x20;

    // 33:33 and the low 32 bits of the group (RFC 2464 section 7).
    private const ulong MulticastMacPrefix = 0x3333_0000_0000;

    private static readonly UInt128 SolicitedNodePrefix = new(0xFF02_0000_0000_0000, 0x0000_0001_FF00_0000);

    /// <summary>ff02::1.</summary>
    public static InetAddress AllNodes { get; } = InetAddress.FromIPv6(new UInt128(0xFF02_0000_0000_0000, 1));

    /// <summary>
    /// Writes an unsolicited advertisement with the override flag to all nodes (RFC 4861 section 7.2.6), from the address itself
    /// as keepalived does it.
    /// </summary>
    /// <param name="frame">At least <see cref="MaximumLength"/> bytes.</param>
    /// <param name="sender">Hardware address to announce.</param>
    /// <param name="address">Address to announce.</param>
    /// <param name="isRouter">The node forwards; without the flag neighbours would stop using the address as their router.</param>
    /// <returns>Length of the frame.</returns>
    public static int WriteAdvertisement(Span<byte> frame, MacAddress sender, InetAddress address, bool isRouter)
    {
        byte flags = (byte)(OverrideFlag | (isRouter ? RouterFlag : 0));
        return Write(frame, sender, address, AllNodes, AdvertisementType, flags, address, TargetLinkLayerOption);
    }

    /// <summary>Writes a solicitation. From the unspecified address it is a probe of duplicate address detection (RFC 4862 section 5.4.2).</summary>
    public static int WriteSolicitation(Span<byte> frame, MacAddress sender, InetAddress source, InetAddress target)
    {
        InetAddress group = InetAddress.FromIPv6(SolicitedNodePrefix | (target.ToUInt128() & 0xFF_FFFF));
        return Write(
            frame, sender, source, group, SolicitationType, 0, target, source.IsUnspecified ? (byte)0 : SourceLinkLayerOption);
    }

    /// <summary>Reads an advertisement (without IPv6 header, its checksum verified by the kernel).</summary>
    /// <param name="message">From the ICMPv6 type on.</param>
    /// <param name="target">Address that is announced.</param>
    /// <param name="hardwareAddress">Its hardware address; zero when it is not told.</param>
    public static bool TryParseAdvertisement(ReadOnlySpan<byte> message, out InetAddress target, out MacAddress hardwareAddress)
    {
        target = default;
        hardwareAddress = default;
        if (message.Length < MessageLength || message[0] != AdvertisementType)
        {
            return false;
        }

        target = InetAddress.Read(message.Slice(TargetOffset, InetAddress.IPv6Length));
        ReadOnlySpan<byte> options = message[MessageLength..];
        while (options.Length >= OptionLength)
        {
            int length = options[1] * 8;
            if (length == 0 || length > options.Length)
            {
                return false;
            }

            if (options[0] == TargetLinkLayerOption && length == OptionLength)
            {
                hardwareAddress = MacAddress.Read(options.Slice(2, MacAddress.Length));
            }

            options = options[length..];
        }

        return true;
    }

    private static int Write(
        Span<byte> frame,
        MacAddress sender,
        InetAddress source,
        InetAddress destination,
        byte type,
        byte flags,
        InetAddress target,
        byte option)
    {
        int length = MessageLength + (option == 0 ? 0 : OptionLength);
        MacAddress group = MacAddress.FromUInt64(MulticastMacPrefix | (uint)destination.ToUInt128());
        EthernetFrame.WriteHeader(frame, group, sender, Ethernet.TypeIpv6);

        Span<byte> ip = frame.Slice(Ethernet.HeaderLength, Ipv6HeaderLength);
        ip.Clear();
        ip[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)length);
        ip[6] = Icmpv6;
        ip[7] = HopLimit;
        source.TryWrite(ip[8..]);
        destination.TryWrite(ip[24..]);

        Span<byte> message = frame.Slice(Ethernet.HeaderLength + Ipv6HeaderLength, length);
        message.Clear();
        message[0] = type;
        message[4] = flags;
        target.TryWrite(message[TargetOffset..]);
        if (option != 0)
        {
            message[MessageLength] = option;
            message[MessageLength + 1] = OptionLength / 8;
            sender.TryWrite(message[(MessageLength + 2)..]);
        }

        InternetChecksum checksum = default;
        checksum.AddPseudoHeader(source, destination, Icmpv6, length);
        checksum.Add(message);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], checksum.Value);
        return Ethernet.HeaderLength + Ipv6HeaderLength + length;
    }
}
