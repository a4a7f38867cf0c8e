using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>A port of the Windows stack: a sending socket of its own, bound to the source address.</summary>
[SupportedOSPlatform("windows")]
internal sealed class AdvertisementPort : IAdvertisementPort
{
    private readonly WindowsNetworkStack _stack;
    private readonly Socket _socket;
    private readonly Dictionary<InetAddress, SocketAddress> _destinations = [];
    private Socket? _packetSocket;
    private bool _isDisposed;

    public AdvertisementPort(WindowsNetworkStack stack, PortOptions options, string linkName)
    {
        _stack = stack;
        Options = options;
        string operation = $"send from {options.Source} on {linkName}";
        try
        {
            _socket = Open(includeHeader: false);
        }
        catch (SocketException e)
        {
            throw WindowsError.Create(operation, e);
        }

        IEnumerable<InetAddress> destinations = options.Peers.Count == 0 ? [VrrpConstants.MulticastAddress(options.Source.Family)] : options.Peers;
        foreach (InetAddress destination in destinations)
        {
            _destinations[destination] = EndPoint(destination).Serialize();
        }
    }

    public PortOptions Options { get; }

    public int ListenLinkIndex => Options.ListenLinkIndex ?? Options.LinkIndex;

    public void Send(ReadOnlyMemory<byte> message)
    {
        if (!_isDisposed)
        {
            _stack.Enqueue(new OutgoingMessage(this, message, IsPacket: false));
        }
    }

    public void SendPacket(ReadOnlyMemory<byte> packet)
    {
        if (_isDisposed)
        {
            return;
        }

        if (!Options.Source.IsIPv4)
        {
            throw new NotSupportedException($"The port sends from {Options.Source}; only IPv4 packets can have a header of their own.");
        }

        if (!Ipv4Header.TryParse(packet.Span, out Ipv4Header header, out _) || !_destinations.ContainsKey(header.Destination))
        {
            throw new ArgumentException("The packet does not start with an IPv4 header whose destination is one of the port's.", nameof(packet));
        }

        _packetSocket ??= OpenPacketSocket();
        _stack.Enqueue(new OutgoingMessage(this, packet, IsPacket: true));
    }

    /// <summary>Sends a queued message.</summary>
    /// <returns>Number of destinations for which the system refused it.</returns>
    public int Transmit(in OutgoingMessage message)
    {
        if (message.IsPacket)
        {
            return Ipv4Header.TryParse(message.Bytes.Span, out Ipv4Header header, out _)
                && TrySend(_packetSocket!, message.Bytes.Span, _destinations[header.Destination]) ? 0 : 1;
        }

        int refused = 0;
        foreach (SocketAddress destination in _destinations.Values)
        {
            refused += TrySend(_socket, message.Bytes.Span, destination) ? 0 : 1;
        }

        return refused;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            // A farewell must not be lost.
            _stack.Flush();
            _isDisposed = true;
            _stack.Close(this);
            _socket.Dispose();
            _packetSocket?.Dispose();
        }
    }

    private static bool TrySend(Socket socket, ReadOnlySpan<byte> bytes, SocketAddress destination)
    {
        try
        {
            return socket.SendTo(bytes, SocketFlags.None, destination) == bytes.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Socket OpenPacketSocket()
    {
        try
        {
            return Open(includeHeader: true);
        }
        catch (SocketException e)
        {
            throw WindowsError.Create($"send packets with their own header from {Options.Source}", e);
        }
    }

    private Socket Open(bool includeHeader)
    {
        bool isIPv6 = Options.Source.IsIPv6;
        Socket socket = new(Options.Source.Family, SocketType.Raw, (ProtocolType)Options.Protocol);
        try
        {
            // What peers send is for the receiving socket; this one keeps nothing of it.
            socket.ReceiveBufferSize = 0;
            socket.Blocking = false;
            socket.Bind(EndPoint(Options.Source));
            if (isIPv6)
            {
                // IpTimeToLive is the number of IPV6_UNICAST_HOPS.
                socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IpTimeToLive, (int)Options.TimeToLive);
                socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, (int)Options.TimeToLive);
                socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, Options.LinkIndex);
                return socket;
            }

            if (includeHeader)
            {
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
            }

            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive, (int)Options.TimeToLive);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, (int)Options.TimeToLive);

            // An index instead of an address is given in network order (IP_MULTICAST_IF).
            socket.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.HostToNetworkOrder(Options.LinkIndex));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private IPEndPoint EndPoint(InetAddress address)
    {
        bool needsScope = address.IsIPv6 && (address.IsLinkLocal || address.IsMulticast);
        return new IPEndPoint(address.ToIPAddress(needsScope ? Options.LinkIndex : 0), 0);
    }
}
