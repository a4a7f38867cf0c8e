using System.Buffers.Binary;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>ARP for IPv4 over Ethernet (RFC 826).</summary>
internal static class ArpFrame
{
    /// <summary>Bytes of the message without the Ethernet header.</summary>
    public const int MessageLength = 28;

    /// <summary>Bytes of a frame.</summary>
    public const int Length = Ethernet.HeaderLength + MessageLength;

    public const ushort Request = 1;
    public const ushort Reply = 2;

    /// <summary>Places in the message.</summary>
    public const int OperationOffset = 6;
    public const int SenderHardwareOffset = 8;
    public const int SenderAddressOffset = 14;
    public const int TargetHardwareOffset = 18;
    public const int TargetAddressOffset = 24;

    /// <summary>
    /// Writes a gratuitous ARP: a broadcast request from and for the same address, which every neighbour updates its cache from
    /// (RFC 5944 section 4.6). The bytes are those of keepalived.
    /// </summary>
    public static int WriteGratuitous(Span<byte> frame, MacAddress sender, InetAddress address) =>
        WriteRequest(frame, sender, address, MacAddress.Broadcast, address);

    /// <summary>Writes the question who has an address. From 0.0.0.0 it is a probe that leaves no trace in caches (RFC 5227 section 2.1.1).</summary>
    public static int WriteQuestion(Span<byte> frame, MacAddress sender, InetAddress source, InetAddress target) =>
        WriteRequest(frame, sender, source, default, target);

    /// <summary>Reads who says to have which address.</summary>
    /// <param name="message">The message without Ethernet header.</param>
    /// <param name="sender">Sender's hardware address.</param>
    /// <param name="address">Sender's IPv4 address.</param>
    public static bool TryParseSender(ReadOnlySpan<byte> message, out MacAddress sender, out InetAddress address)
    {
        if (message.Length < MessageLength
            || BinaryPrimitives.ReadUInt16BigEndian(message) != Ethernet.HardwareTypeEthernet
            || BinaryPrimitives.ReadUInt16BigEndian(message[2..]) != Ethernet.TypeIpv4
            || message[4] != MacAddress.Length
            || message[5] != InetAddress.IPv4Length)
        {
            sender = default;
            address = default;
            return false;
        }

        sender = MacAddress.Read(message.Slice(SenderHardwareOffset, MacAddress.Length));
        address = InetAddress.Read(message.Slice(SenderAddressOffset, InetAddress.IPv4Length));
        return true;
    }

    private static int WriteRequest(Span<byte> frame, MacAddress sender, InetAddress source, MacAddress targetHardware, InetAddress target)
    {
        EthernetFrame.WriteHeader(frame, MacAddress.Broadcast, sender, Ethernet.TypeArp);
        Span<byte> message = frame.Slice(Ethernet.HeaderLength, MessageLength);
        BinaryPrimitives.WriteUInt16BigEndian(message, Ethernet.HardwareTypeEthernet);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], Ethernet.TypeIpv4);
        message[4] = MacAddress.Length;
        message[5] = InetAddress.IPv4Length;
        BinaryPrimitives.WriteUInt16BigEndian(message[OperationOffset..], Request);
        sender.TryWrite(message[SenderHardwareOffset..]);
        source.TryWrite(message[SenderAddressOffset..]);
        targetHardware.TryWrite(message[TargetHardwareOffset..]);
        target.TryWrite(message[TargetAddressOffset..]);
        return Length;
    }
}
