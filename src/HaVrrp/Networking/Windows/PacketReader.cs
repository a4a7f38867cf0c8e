using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>Makes sense of what WSARecvMsg gave.</summary>
internal static unsafe class PacketReader
{
    /// <summary>Reads an IPv4 packet, which raw sockets hand over with its header.</summary>
    /// <param name="bytes">The packet from its header on.</param>
    /// <param name="control">Ancillary data with IP_PKTINFO.</param>
    /// <param name="packet">Takes the packet.</param>
    /// <returns>False if it is malformed or its interface is not told.</returns>
    public static bool TryReadIPv4(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> control, QueuedPacket packet)
    {
        if (!ControlMessages.TryGet(control, WinsockConstants.LevelIp, WinsockConstants.PacketInfo, out InPktInfo info)
            || !Ipv4Header.TryParse(bytes, out Ipv4Header header, out _)
            || header.TotalLength > packet.Bytes.Length)
        {
            return false;
        }

        bytes[..header.TotalLength].CopyTo(packet.Bytes);
        packet.Length = header.TotalLength;
        packet.HeaderLength = header.HeaderLength;
        packet.LinkIndex = (int)info.InterfaceIndex;
        packet.Source = header.Source;
        packet.Destination = header.Destination;
        packet.TimeToLive = header.TimeToLive;
        packet.Protocol = header.Protocol;
        return true;
    }

    /// <summary>Reads an IPv6 payload; its header comes in pieces as ancillary data.</summary>
    /// <param name="payload">What follows the IPv6 header.</param>
    /// <param name="protocol">The protocol of the socket.</param>
    /// <param name="name">The sender.</param>
    /// <param name="control">Ancillary data with IPV6_PKTINFO and IPV6_HOPLIMIT.</param>
    /// <param name="packet">Takes the packet.</param>
    /// <returns>False if the interface, the destination or the hop limit is not told, or the payload is too long.</returns>
    public static bool TryReadIPv6(
        ReadOnlySpan<byte> payload, byte protocol, in SockAddrInet name, ReadOnlySpan<byte> control, QueuedPacket packet)
    {
        InetAddress source = SocketAddresses.FromNative(name);
        if (!ControlMessages.TryGet(control, WinsockConstants.LevelIpv6, WinsockConstants.PacketInfo, out In6PktInfo info)
            || !ControlMessages.TryGet(control, WinsockConstants.LevelIpv6, WinsockConstants.HopLimit, out int hopLimit)
            || !source.IsIPv6
            || payload.Length > packet.Bytes.Length)
        {
            return false;
        }

        payload.CopyTo(packet.Bytes);
        packet.Length = payload.Length;
        packet.HeaderLength = 0;
        packet.LinkIndex = (int)info.InterfaceIndex;
        packet.Source = source;
        packet.Destination = InetAddress.Read(new ReadOnlySpan<byte>(info.Address, InetAddress.IPv6Length));
        packet.TimeToLive = hopLimit;
        packet.Protocol = protocol;
        return true;
    }
}
