using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <content>Ports: many of them share two sending sockets and one receiving socket a family and protocol.</content>
internal sealed partial class LinuxNetworkStack
{
    private readonly List<AdvertisementPort> _ports = [];
    private readonly List<AdvertisementReceiver> _receivers = [];
    private readonly PortTable _portTable = new();
    private Descriptor? _ipv4Socket;
    private Descriptor? _ipv6Socket;
    private SendBatch? _ipv4Batch;
    private SendBatch? _ipv6Batch;
    private long _closedSendErrors;

    public IAdvertisementPort OpenPort(PortOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PortOptionsCheck.Require(options);
        bool isIPv6 = options.Source.IsIPv6;
        int listenIndex = options.ListenLinkIndex ?? options.LinkIndex;
        string linkName = RequireLink(listenIndex).Name;
        RequireLink(options.LinkIndex);

        AdvertisementReceiver receiver = AcquireReceiver(options.Source.Family, options.Protocol);
        bool joined = false;
        try
        {
            if (options.Peers.Count == 0)
            {
                _memberships.Join(options.Source.Family, listenIndex, linkName);
                joined = true;
            }

            AdvertisementPort port = isIPv6
                ? new Ipv6AdvertisementPort(this, AcquireSender(ref _ipv6Socket, ref _ipv6Batch, AdvertisementSender.OpenIpv6), options)
                : new Ipv4AdvertisementPort(this, AcquireSender(ref _ipv4Socket, ref _ipv4Batch, AdvertisementSender.OpenIpv4), options);
            _ports.Add(port);
            _portTable.Add(listenIndex, options.Source);
            return port;
        }
        catch
        {
            if (joined)
            {
                _memberships.Leave(options.Source.Family, listenIndex);
            }

            ReleaseReceiver(receiver);
            CloseIdleSenders();
            throw;
        }
    }

    /// <summary>Takes a disposed port out.</summary>
    public void Close(AdvertisementPort port)
    {
        PortOptions options = port.Options;
        _ports.Remove(port);
        _portTable.Remove(port.ListenLinkIndex, options.Source);
        if (options.Peers.Count == 0)
        {
            _memberships.Leave(options.Source.Family, port.ListenLinkIndex);
        }

        ReleaseReceiver(_receivers.Find(receiver => IsFor(receiver, options.Source.Family, options.Protocol))!);
        CloseIdleSenders();
    }

    private static bool IsFor(AdvertisementReceiver receiver, AddressFamily family, byte protocol) =>
        receiver.Protocol == protocol && (receiver is Ipv6AdvertisementReceiver) == (family == AddressFamily.InterNetworkV6);

    private static SendBatch AcquireSender(ref Descriptor? socket, ref SendBatch? batch, Func<Descriptor> open)
    {
        if (batch is null)
        {
            socket = open();
            batch = new SendBatch(socket);
        }

        return batch;
    }

    private AdvertisementReceiver AcquireReceiver(AddressFamily family, byte protocol)
    {
        AdvertisementReceiver? receiver = _receivers.Find(receiver => IsFor(receiver, family, protocol));
        if (receiver is null)
        {
            receiver = family == AddressFamily.InterNetworkV6
                ? new Ipv6AdvertisementReceiver(protocol, _receiveBatch, _portTable)
                : new Ipv4AdvertisementReceiver(protocol, _receiveBatch, _portTable);
            _receivers.Add(receiver);
            _sources.Add(receiver);
        }

        receiver.Users++;
        return receiver;
    }

    private void ReleaseReceiver(AdvertisementReceiver receiver)
    {
        if (--receiver.Users == 0)
        {
            _receivers.Remove(receiver);
            _sources.Remove(receiver);
            receiver.Dispose();
        }
    }

    private void CloseIdleSenders()
    {
        if (!_ports.Exists(port => port is Ipv4AdvertisementPort))
        {
            CloseSender(ref _ipv4Socket, ref _ipv4Batch);
        }

        if (!_ports.Exists(port => port is Ipv6AdvertisementPort))
        {
            CloseSender(ref _ipv6Socket, ref _ipv6Batch);
        }
    }

    private void CloseSender(ref Descriptor? socket, ref SendBatch? batch)
    {
        _closedSendErrors += batch?.Errors ?? 0;
        socket?.Dispose();
        socket = null;
        batch = null;
    }
}
