using System.Buffers.Binary;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;
using NginxHa.Vrrp.Protocol;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>A packet socket that sees the advertisements of an interface in both directions, from their IP header on.</summary>
internal sealed unsafe class AdvertisementTap : IReadySource, IDisposable
{
    /// <summary>ETH_P_ALL of linux/if_ether.h: the only protocol under which a socket is shown what goes out.</summary>
    private const ushort AllProtocols = 0x0003;

    private const byte OutgoingPacket = 4;
    private const int SocketBuffer = 4 * 1024 * 1024;
    private const int Ipv6HeaderLength = 40;
    private const string Operation = "open a packet socket to listen for advertisements";

    private readonly Descriptor _socket;
    private readonly MulticastMemberships _memberships = new();
    private readonly ReceiveBatch _batch = new();
    private AdvertisementHandler? _handler;
    private int _count;

    private AdvertisementTap(Descriptor socket) => _socket = socket;

    public int Number => _socket.Number;

    public static AdvertisementTap Open(string? interfaceName)
    {
        List<LinkRecord> links = ReadLinks();
        if (interfaceName is not null)
        {
            links.RemoveAll(link => link.Name != interfaceName);
            if (links.Count == 0)
            {
                throw LinuxError.Create($"listen on {interfaceName}", Errno.NoDevice);
            }
        }

        AdvertisementTap tap = new(Descriptor.OpenSocket(Domain.Packet, SocketType.Datagram, 0, Operation, Privilege.RawSockets));
        try
        {
            tap.Bind(interfaceName is null ? 0 : links[0].Index);
            foreach (LinkRecord link in links)
            {
                tap.Join(link);
            }

            return tap;
        }
        catch
        {
            tap.Dispose();
            throw;
        }
    }

    /// <summary>Waits so many ticks and hands over what came.</summary>
    public int HandOver(AdvertisementHandler handler, ReadySources sources, long ticks)
    {
        _handler = handler;
        _count = 0;
        sources.Wait(ticks, NoEvents.Instance);
        return _count;
    }

    public void Drain(INetworkEvents events)
    {
        int received = _batch.Receive(_socket.Number);
        for (int slot = 0; slot < received; slot++)
        {
            ref readonly SockAddrLl origin = ref _batch.Name<SockAddrLl>(slot);
            if (TryRead(_batch.Packet(slot), origin.LinkIndex, out ReceivedPacket packet))
            {
                _count++;
                _handler!(packet, origin.PacketType == OutgoingPacket);
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _memberships.Dispose();
    }

    private static List<LinkRecord> ReadLinks()
    {
        using NetlinkRequests netlink = new();
        return netlink.Dump<LinkRecord>(LinkMessages.WriteDump, LinkMessages.TryParse, "list network interfaces");
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, int linkIndex, out ReceivedPacket packet)
    {
        packet = default;
        if (Ipv4Header.TryParse(bytes, out Ipv4Header header, out ReadOnlySpan<byte> payload))
        {
            packet = new ReceivedPacket
            {
                LinkIndex = linkIndex,
                Source = header.Source,
                Destination = header.Destination,
                TimeToLive = header.TimeToLive,
                Protocol = header.Protocol,
                Payload = payload,
                Ipv4Header = bytes[..header.HeaderLength],
            };
            return true;
        }

        if (bytes.Length < Ipv6HeaderLength || bytes[0] >> 4 != 6)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (length > bytes.Length - Ipv6HeaderLength)
        {
            return false;
        }

        packet = new ReceivedPacket
        {
            LinkIndex = linkIndex,
            Source = InetAddress.Read(bytes.Slice(8, InetAddress.IPv6Length)),
            Destination = InetAddress.Read(bytes.Slice(24, InetAddress.IPv6Length)),
            TimeToLive = bytes[7],
            Protocol = bytes[6],
            Payload = bytes.Slice(Ipv6HeaderLength, length),
        };
        return true;
    }

    private void Bind(int linkIndex)
    {
        _socket.SetReceiveBuffer(SocketBuffer);
        SocketFilter.Attach(_socket, SocketFilter.Advertisements);
        SockAddrLl address = new()
        {
            Family = Domain.Packet,
            Protocol = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(AllProtocols) : AllProtocols,
            LinkIndex = linkIndex,
        };
        if (LibC.Bind(_socket.Number, &address, (uint)sizeof(SockAddrLl)) < 0)
        {
            throw LinuxError.Last(Operation, Privilege.RawSockets);
        }
    }

    /// <summary>Makes the interface and the switch pass the groups; where a family is off there is nothing to pass.</summary>
    private void Join(in LinkRecord link)
    {
        foreach (AddressFamily family in (ReadOnlySpan<AddressFamily>)[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6])
        {
            try
            {
                _memberships.Join(family, link.Index, link.Name);
            }
            catch (NetworkException e) when (e.ErrorCode is Errno.NoDevice or Errno.AddressFamilyNotSupported)
            {
                // The other family is listened to all the same.
            }
        }
    }

    private sealed class NoEvents : INetworkEvents
    {
        public static NoEvents Instance { get; } = new();

        public void OnPacket(in ReceivedPacket packet)
        {
        }

        public void OnLinkChanged(int linkIndex, string name)
        {
        }

        public void OnAddressChanged(in InterfaceAddress address, bool isPresent)
        {
        }
    }
}
