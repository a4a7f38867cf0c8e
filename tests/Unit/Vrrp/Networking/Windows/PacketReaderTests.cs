using System.Buffers.Binary;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Networking.Windows;
using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Networking.Windows;

public sealed class PacketReaderTests
{
    private static readonly byte[] Packet4 = Convert.FromHexString(
        "45c0002c00010000ff70b04fc633640be0000012213396020001c3fec0000264c00002650000000000000000");

    [Fact]
    public void An_IPv4_packet_with_its_header()
    {
        byte[] control = [.. Message(0, 99, [1, 2, 3]), .. Message(WinsockConstants.LevelIp, WinsockConstants.PacketInfo, [224, 0, 0, 18, 7, 0, 0, 0])];
        QueuedPacket packet = new();
        Assert.True(PacketReader.TryReadIPv4([.. Packet4, 0, 0], control, packet));
        ReceivedPacket received = packet.ToReceived();
        Assert.Equal((7, 255, (byte)112), (received.LinkIndex, received.TimeToLive, received.Protocol));
        Assert.Equal((InetAddress.Parse("198.51.100.11"), VrrpConstants.MulticastIPv4), (received.Source, received.Destination));
        Assert.Equal(Packet4[20..], received.Payload.ToArray());
        Assert.Equal(Packet4[..20], received.Ipv4Header.ToArray());
    }

    [Fact]
    public void An_IPv4_packet_without_interface_or_with_a_broken_header_is_none()
    {
        byte[] control = Message(WinsockConstants.LevelIp, WinsockConstants.PacketInfo, [224, 0, 0, 18, 7, 0, 0, 0]);
        QueuedPacket packet = new();
        Assert.False(PacketReader.TryReadIPv4(Packet4, [], packet));
        Assert.False(PacketReader.TryReadIPv4(Packet4.AsSpan(0, 30), control, packet));
    }

    [Fact]
    public void An_IPv6_payload_with_its_ancillary_data()
    {
        byte[] group = VrrpConstants.MulticastIPv6.ToIPAddress().GetAddressBytes();
        byte[] info = Message(WinsockConstants.LevelIpv6, WinsockConstants.PacketInfo, [.. group, 7, 0, 0, 0]);
        byte[] hopLimit = Message(WinsockConstants.LevelIpv6, WinsockConstants.HopLimit, [64, 0, 0, 0]);
        SockAddrInet name = SocketAddresses.ToNative(InetAddress.Parse("fe80::11"), scopeId: 7);
        QueuedPacket packet = new();
        Assert.True(PacketReader.TryReadIPv6([1, 2, 3], 112, name, [.. hopLimit, .. info], packet));
        ReceivedPacket received = packet.ToReceived();
        Assert.Equal((7, 64, (byte)112), (received.LinkIndex, received.TimeToLive, received.Protocol));
        Assert.Equal((InetAddress.Parse("fe80::11"), VrrpConstants.MulticastIPv6), (received.Source, received.Destination));
        Assert.Equal([1, 2, 3], received.Payload.ToArray());
        Assert.True(received.Ipv4Header.IsEmpty);

        // Without the hop limit a packet from beyond the segment could not be told.
        Assert.False(PacketReader.TryReadIPv6([1, 2, 3], 112, name, info, packet));
        Assert.False(PacketReader.TryReadIPv6([1, 2, 3], 112, name, hopLimit, packet));
        Assert.False(PacketReader.TryReadIPv6(new byte[5000], 112, name, [.. hopLimit, .. info], packet));
    }

    [Fact]
    public void Broken_ancillary_data_is_read_to_its_end_and_not_beyond()
    {
        byte[] good = Message(41, 21, [255, 0, 0, 0]);
        for (int length = 0; length < good.Length; length++)
        {
            // The last four bytes are padding.
            Assert.Equal(length >= good.Length - 4, ControlMessages.TryGet(good.AsSpan(0, length), 41, 21, out int _));
        }

        byte[] endless = [.. good];
        endless[0] = 0;
        Assert.False(ControlMessages.TryGet(endless, 41, 99, out int _));
        byte[] tooLong = [.. good];
        tooLong[0] = 200;
        Assert.False(ControlMessages.TryGet(tooLong, 41, 21, out int _));
        Assert.False(ControlMessages.TryGet(good, 41, 21, out long _));
    }

    private static byte[] Message(int level, int type, byte[] data)
    {
        Assert.SkipUnless(nint.Size == 8, "The bytes are those of 64-bit systems.");
        byte[] message = new byte[(16 + data.Length + 7) & ~7];
        BinaryPrimitives.WriteInt64LittleEndian(message, 16 + data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), level);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), type);
        data.CopyTo(message, 16);
        return message;
    }
}
