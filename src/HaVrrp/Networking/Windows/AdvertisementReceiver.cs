using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>
/// The one socket that receives an IP protocol of one family for all ports of a stack, and the thread that waits on it. It
/// is also the member of the VRRP groups: once an interface, however many routers run there.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class AdvertisementReceiver : IDisposable
{
    private const int SocketBuffer = 8 * 1024 * 1024;

    // Only how long an end can be missed; closing the socket ends the wait at once.
    private const int ReceiveTimeoutMilliseconds = 1000;

    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly MessageReceiver _receiver;
    private readonly PacketQueue _queue;
    private readonly LoopSignal _signal;
    private readonly Dictionary<int, int> _memberships = [];
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;

    public AdvertisementReceiver(AddressFamily family, byte protocol, PacketQueue queue, LoopSignal signal)
    {
        Family = family;
        Protocol = protocol;
        _queue = queue;
        _signal = signal;
        string operation = $"open a raw socket for IP protocol {protocol}";
        try
        {
            _socket = new Socket(family, SocketType.Raw, (ProtocolType)protocol);
            try
            {
                Prepare();
                _receiver = new MessageReceiver(_socket);
            }
            catch
            {
                _socket.Dispose();
                throw;
            }
        }
        catch (SocketException e)
        {
            throw WindowsError.Create(operation, e);
        }

        _thread = new Thread(Run) { IsBackground = true, Name = $"VRRP {protocol} {family}" };
        _thread.Start();
    }

    public AddressFamily Family { get; }

    public byte Protocol { get; }

    public int Users { get; set; }

    private bool IsIPv6 => Family == AddressFamily.InterNetworkV6;

    /// <summary>Joins the group on a link, or counts one more user of it.</summary>
    public void Join(int linkIndex, string linkName)
    {
        if (_memberships.TryGetValue(linkIndex, out int users))
        {
            _memberships[linkIndex] = users + 1;
            return;
        }

        try
        {
            ChangeMembership(linkIndex, SocketOptionName.AddMembership);
        }
        catch (SocketException e)
        {
            throw WindowsError.Create($"join {VrrpConstants.MulticastAddress(Family)} on {linkName}", e);
        }

        _memberships.Add(linkIndex, 1);
    }

    /// <summary>Counts one user less, and leaves the group after the last one. Succeeds when the link is gone.</summary>
    public void Leave(int linkIndex)
    {
        if (!_memberships.TryGetValue(linkIndex, out int users))
        {
            return;
        }

        if (users > 1)
        {
            _memberships[linkIndex] = users - 1;
            return;
        }

        _memberships.Remove(linkIndex);
        try
        {
            ChangeMembership(linkIndex, SocketOptionName.DropMembership);
        }
        catch (SocketException)
        {
            // The link is gone, and the membership with it.
        }
    }

    public void Dispose()
    {
        _stopping.Set();
        _socket.Dispose();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Prepare()
    {
        _socket.Bind(new IPEndPoint(IsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        _socket.ReceiveBufferSize = SocketBuffer;
        _socket.ReceiveTimeout = ReceiveTimeoutMilliseconds;
        if (IsIPv6)
        {
            _socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.PacketInformation, true);
            _socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.HopLimit, true);

            // On Windows it is the receiver that decides whether it hears its own machine.
            _socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastLoopback, false);
        }
        else
        {
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, false);
        }
    }

    private void ChangeMembership(int linkIndex, SocketOptionName change)
    {
        if (IsIPv6)
        {
            _socket.SetSocketOption(
                SocketOptionLevel.IPv6, change, new IPv6MulticastOption(VrrpConstants.MulticastIPv6.ToIPAddress(), linkIndex));
        }
        else
        {
            _socket.SetSocketOption(
                SocketOptionLevel.IP, change, new MulticastOption(VrrpConstants.MulticastIPv4.ToIPAddress(), linkIndex));
        }
    }

    private void Run()
    {
        while (!_stopping.IsSet)
        {
            int error;
            try
            {
                error = _receiver.Receive();
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            if (error == ErrorCode.Success)
            {
                if (_queue.TryAdd(static (self, packet) => self.TryRead(packet), this))
                {
                    _signal.Set();
                }
            }
            else if (error != ErrorCode.WsaMessageTooLong)
            {
                // A timeout, or trouble with an interface, which passes; a socket that fails at once must not spin.
                _stopping.Wait(PauseAfterError);
            }
        }
    }

    private bool TryRead(QueuedPacket packet) => IsIPv6
        ? PacketReader.TryReadIPv6(_receiver.Packet, Protocol, _receiver.Name, _receiver.Control, packet)
        : PacketReader.TryReadIPv4(_receiver.Packet, _receiver.Control, packet);
}
