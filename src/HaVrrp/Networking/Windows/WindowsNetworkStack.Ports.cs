using System.Net.Sockets;

namespace NginxHa.Vrrp.Networking.Windows;

/// <content>Ports: each has a sending socket, all share one receiving socket a family and protocol.</content>
internal sealed partial class WindowsNetworkStack
{
    private readonly List<AdvertisementPort> _ports = [];
    private readonly List<AdvertisementReceiver> _receivers = [];
    private readonly List<OutgoingMessage> _outgoing = [];
    private readonly PortTable _portTable = new();

    public IAdvertisementPort OpenPort(PortOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PortOptionsCheck.Require(options);
        int listenIndex = options.ListenLinkIndex ?? options.LinkIndex;
        string listenName = RequireLink(listenIndex).Name;
        string linkName = RequireLink(options.LinkIndex).Name;
        AdvertisementReceiver receiver = AcquireReceiver(options.Source.Family, options.Protocol);
        bool joined = false;
        try
        {
            if (options.Peers.Count == 0)
            {
                receiver.Join(listenIndex, listenName);
                joined = true;
            }

            AdvertisementPort port = new(this, options, linkName);
            _ports.Add(port);
            _portTable.Add(listenIndex, options.Source);
            return port;
        }
        catch
        {
            if (joined)
            {
                receiver.Leave(listenIndex);
            }

            ReleaseReceiver(receiver);
            throw;
        }
    }

    public void Flush()
    {
        foreach (OutgoingMessage message in _outgoing)
        {
            SendErrors += message.Port.Transmit(message);
        }

        _outgoing.Clear();
    }

    /// <summary>Queues what a port wants to send.</summary>
    internal void Enqueue(in OutgoingMessage message) => _outgoing.Add(message);

    /// <summary>Takes a disposed port out.</summary>
    internal void Close(AdvertisementPort port)
    {
        PortOptions options = port.Options;
        _ports.Remove(port);
        _portTable.Remove(port.ListenLinkIndex, options.Source);
        AdvertisementReceiver receiver = FindReceiver(options.Source.Family, options.Protocol)!;
        if (options.Peers.Count == 0)
        {
            receiver.Leave(port.ListenLinkIndex);
        }

        ReleaseReceiver(receiver);
    }

    private AdvertisementReceiver? FindReceiver(AddressFamily family, byte protocol) =>
        _receivers.Find(receiver => receiver.Family == family && receiver.Protocol == protocol);

    private AdvertisementReceiver AcquireReceiver(AddressFamily family, byte protocol)
    {
        AdvertisementReceiver? receiver = FindReceiver(family, protocol);
        if (receiver is null)
        {
            receiver = new AdvertisementReceiver(family, protocol, _packets, _signal);
            _receivers.Add(receiver);
        }

        receiver.Users++;
        return receiver;
    }

    private void ReleaseReceiver(AdvertisementReceiver receiver)
    {
        if (--receiver.Users == 0)
        {
            _receivers.Remove(receiver);
            receiver.Dispose();
        }
    }
}
