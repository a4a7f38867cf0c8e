using System.Buffers.Binary;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Capture;

namespace NginxHa.Cmdlets.Networks;

/// <summary>Makes a received packet one of a capture, so that both are taken apart in the same way.</summary>
internal static class RawPacket
{
    private const int IPv6HeaderLength = 40;

    /// <summary>The packet with its IP header; that of IPv6, which the system keeps for itself, is made again.</summary>
    public static CapturedFrame ToFrame(in ReceivedPacket packet, DateTimeOffset time)
    {
        byte[] bytes = packet.Ipv4Header.IsEmpty
            ? [.. IPv6Header(packet), .. packet.Payload]
            : [.. packet.Ipv4Header, .. packet.Payload];
        return new CapturedFrame(time, LinkLayer.RawIp, bytes, bytes.Length);
    }

    private static byte[] IPv6Header(in ReceivedPacket packet)
    {
        byte[] header = new byte[IPv6HeaderLength];
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)packet.Payload.Length);
        header[6] = packet.Protocol;
        header[7] = (byte)packet.TimeToLive;
        packet.Source.TryWrite(header.AsSpan(8));
        packet.Destination.TryWrite(header.AsSpan(8 + InetAddress.IPv6Length));
        return header;
    }
}
