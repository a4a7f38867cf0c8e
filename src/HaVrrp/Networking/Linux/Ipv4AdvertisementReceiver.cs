using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Receives IPv4 packets with their header.</summary>
internal sealed class Ipv4AdvertisementReceiver : AdvertisementReceiver
{
    public Ipv4AdvertisementReceiver(byte protocol, ReceiveBatch batch, PortTable ports)
        : base(Open(Domain.Inet, protocol), protocol, batch, ports)
    {
        Socket.SetOption(SocketLevel.Ip, SocketOption.IpPacketInfo, 1, "ask for the interface of received packets");
        if (protocol == VrrpConstants.AuthenticationHeaderProtocol)
        {
            // IPsec traffic of this node is none of our business and may be heavy.
            SocketFilter.Attach(Socket, SocketFilter.VrrpBehindAuthenticationHeader);
        }
    }

    protected override void Deliver(int slot, INetworkEvents events)
    {
        ReadOnlySpan<byte> bytes = Batch.Packet(slot);
        if (!Batch.TryGetControl(slot, SocketLevel.Ip, SocketOption.IpPacketInfo, out InPktInfo info)
            || !Ipv4Header.TryParse(bytes, out Ipv4Header header, out ReadOnlySpan<byte> payload))
        {
            return;
        }

        Deliver(
            new ReceivedPacket
            {
                LinkIndex = info.LinkIndex,
                Source = header.Source,
                Destination = header.Destination,
                TimeToLive = header.TimeToLive,
                Protocol = header.Protocol,
                Payload = payload,
                Ipv4Header = bytes[..header.HeaderLength],
            },
            events);
    }
}
