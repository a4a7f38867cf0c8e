using System.Buffers.Binary;

namespace NginxHa.Vrrp.Protocol.Capture;

/// <summary>Finds the IP packet in a captured frame, by the link types of tcpdump.org's LINKTYPE_ registry.</summary>
public static class LinkLayer
{
    /// <summary>LINKTYPE_NULL: a family of 4 bytes in the order of the capturing machine.</summary>
    public const int Loopback = 0;

    /// <summary>LINKTYPE_ETHERNET.</summary>
    public const int Ethernet = 1;

    /// <summary>LINKTYPE_RAW: the IP packet itself.</summary>
    public const int RawIp = 101;

    /// <summary>LINKTYPE_LINUX_SLL: a capture on all interfaces.</summary>
    public const int LinuxCooked = 113;

    /// <summary>LINKTYPE_IPV4.</summary>
    public const int RawIPv4 = 228;

    /// <summary>LINKTYPE_IPV6.</summary>
    public const int RawIPv6 = 229;

    /// <summary>LINKTYPE_LINUX_SLL2: a capture on all interfaces.</summary>
    public const int LinuxCooked2 = 276;

    private const ushort IPv4Type = 0x0800;
    private const ushort IPv6Type = 0x86DD;
    private const ushort VlanType = 0x8100;
    private const ushort ServiceVlanType = 0x88A8;

    /// <summary>The IP packet in a frame; behind any number of VLAN tags.</summary>
    /// <param name="frame">The bytes of the frame.</param>
    /// <param name="linkType">Its link type.</param>
    /// <param name="packet">From the IP header to the end of the frame, or empty.</param>
    /// <returns>False if the link type is not known or the frame carries no IP.</returns>
    public static bool TryGetIpPacket(ReadOnlySpan<byte> frame, int linkType, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        (int typeOffset, int payloadOffset) = linkType switch
        {
            Ethernet => (12, 14),
            LinuxCooked => (14, 16),
            LinuxCooked2 => (0, 20),
            Loopback => (-1, 4),
            RawIp or RawIPv4 or RawIPv6 => (-1, 0),
            _ => (-1, int.MaxValue),
        };

        if (frame.Length < payloadOffset)
        {
            return false;
        }

        if (typeOffset >= 0)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[typeOffset..]);
            while (type is VlanType or ServiceVlanType)
            {
                if (frame.Length < payloadOffset + 4)
                {
                    return false;
                }

                type = BinaryPrimitives.ReadUInt16BigEndian(frame[(payloadOffset + 2)..]);
                payloadOffset += 4;
            }

            if (type is not (IPv4Type or IPv6Type))
            {
                return false;
            }
        }

        packet = frame[payloadOffset..];
        return !packet.IsEmpty && (packet[0] >> 4) is 4 or 6;
    }
}
