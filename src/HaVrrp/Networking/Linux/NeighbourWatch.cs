using System.Runtime.InteropServices;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Hears what neighbours answer to the open probes. A family's socket is open only while somebody probes by it.</summary>
internal sealed class NeighbourWatch(ReadySources sources, ReceiveBatch batch) : IDisposable
{
    private readonly Dictionary<(int LinkIndex, InetAddress Address), int> _targets = [];
    private NeighbourReceiver? _arp;
    private NeighbourReceiver? _discovery;

    /// <summary>Number of open probes of a family decides over its socket.</summary>
    public void Add(int linkIndex, InetAddress target)
    {
        ref NeighbourReceiver? receiver = ref ReceiverOf(target);
        if (receiver is null)
        {
            receiver = target.IsIPv6 ? new NeighbourAdvertisementReceiver(this, batch) : new ArpReceiver(this, batch);
            sources.Add(receiver);
        }

        receiver.Users++;
        CollectionsMarshal.GetValueRefOrAddDefault(_targets, (linkIndex, target), out _)++;
    }

    public void Remove(int linkIndex, InetAddress target)
    {
        if (--CollectionsMarshal.GetValueRefOrNullRef(_targets, (linkIndex, target)) == 0)
        {
            _targets.Remove((linkIndex, target));
        }

        ref NeighbourReceiver? receiver = ref ReceiverOf(target);
        if (--receiver!.Users == 0)
        {
            sources.Remove(receiver);
            receiver.Dispose();
            receiver = null;
        }
    }

    public void Report(int linkIndex, InetAddress address, MacAddress hardwareAddress, INetworkEvents events)
    {
        if (_targets.ContainsKey((linkIndex, address)))
        {
            events.OnNeighbour(linkIndex, address, hardwareAddress.ToUInt64());
        }
    }

    public void Dispose()
    {
        _arp?.Dispose();
        _discovery?.Dispose();
        _targets.Clear();
    }

    private ref NeighbourReceiver? ReceiverOf(InetAddress target) => ref target.IsIPv6 ? ref _discovery : ref _arp;
}
