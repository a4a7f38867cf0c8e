using System.Buffers.Binary;
using System.Net;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>An Ethernet frame as it was on the wire.</summary>
/// <param name="Time">When, since the Unix epoch.</param>
/// <param name="Bytes">All of it, from the destination MAC on.</param>
public sealed record CapturedFrame(TimeSpan Time, ReadOnlyMemory<byte> Bytes)
{
    private const int EthernetHeader = 14;
    private const int Ipv6Header = 40;

    /// <summary>Sender's MAC address as lower-case text with colons.</summary>
    public string SourceHardwareAddress =>
        string.Join(':', Bytes.Slice(6, 6).ToArray().Select(octet => octet.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>EtherType: 0x0800, 0x86DD, 0x0806.</summary>
    public ushort EtherType => BinaryPrimitives.ReadUInt16BigEndian(Bytes.Span[12..]);

    /// <summary>It is IPv4.</summary>
    public bool IsIpv4 => EtherType == 0x0800;

    /// <summary>IP protocol.</summary>
    public byte Protocol => IsIpv4 ? Packet[9] : Packet[6];

    /// <summary>TTL or hop limit.</summary>
    public byte TimeToLive => IsIpv4 ? Packet[8] : Packet[7];

    /// <summary>IP source.</summary>
    public IPAddress Source => new(IsIpv4 ? Packet.Slice(12, 4) : Packet.Slice(8, 16));

    /// <summary>IP destination.</summary>
    public IPAddress Destination => new(IsIpv4 ? Packet.Slice(16, 4) : Packet.Slice(24, 16));

    /// <summary>The IP header, options included.</summary>
    public ReadOnlySpan<byte> IpHeader => Packet[..HeaderLength];

    /// <summary>Everything after the IP header, without Ethernet padding.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            int end = IsIpv4
                ? BinaryPrimitives.ReadUInt16BigEndian(Packet[2..])
                : Ipv6Header + BinaryPrimitives.ReadUInt16BigEndian(Packet[4..]);
            return Packet[HeaderLength..end];
        }
    }

    /// <summary>The address that a gratuitous ARP or an unsolicited neighbour advertisement is about; null for any other frame.</summary>
    public IPAddress? AnnouncedAddress
    {
        get
        {
            const int arpSender = 14;
            const int arpTarget = 24;
            if (EtherType == 0x0806)
            {
                ReadOnlySpan<byte> sender = Packet.Slice(arpSender, 4);
                return sender.SequenceEqual(Packet.Slice(arpTarget, 4)) ? new IPAddress(sender) : null;
            }

            const byte icmp6 = 58;
            const byte neighbourAdvertisement = 136;
            return EtherType == 0x86DD && Protocol == icmp6 && Payload[0] == neighbourAdvertisement && Destination.IsIPv6Multicast
                ? new IPAddress(Payload.Slice(8, 16))
                : null;
        }
    }

    private ReadOnlySpan<byte> Packet => Bytes.Span[EthernetHeader..];

    private int HeaderLength => IsIpv4 ? (Packet[0] & 0x0F) * 4 : Ipv6Header;
}
