using System.Diagnostics;
using System.Runtime.Versioning;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>
/// The network of a Windows machine, by raw sockets and IP Helper. The process has to be elevated, and the firewall has to let
/// IP protocol 112 (and 51) in. Virtual MACs, policy rules and other routing tables than the main one do not exist there.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsNetworkStack : INetworkStack
{
    private const int QueuedPackets = 256;

    private readonly LoopSignal _signal = new();
    private readonly PacketQueue _packets = new(QueuedPackets);
    private readonly NetworkPicture _picture;
    private readonly ChangeNotification _changes;
    private int _hasChanged;
    private bool _isDisposed;

    public WindowsNetworkStack()
    {
        _neighbours = new NeighbourQueries(_signal.Set);

        // Watched before anything is read, so that no change falls in between.
        _changes = new ChangeNotification(() =>
        {
            Volatile.Write(ref _hasChanged, 1);
            _signal.Set();
        });
        _picture = new NetworkPicture(SnapshotReader.Read);
    }

    public long Now => Stopwatch.GetElapsedTime(0).Ticks;

    public long SendErrors { get; private set; }

    public void Poll(long deadline, INetworkEvents events)
    {
        ArgumentNullException.ThrowIfNull(events);
        _signal.Wait(deadline == long.MaxValue ? deadline : deadline - Now);
        if (Interlocked.Exchange(ref _hasChanged, 0) == 1)
        {
            _picture.Refresh(events);
        }

        while (_neighbours.TryTakeAnswer(out NeighbourAnswer answer))
        {
            if (_probes.ContainsKey((answer.LinkIndex, answer.Address)))
            {
                events.OnNeighbour(answer.LinkIndex, answer.Address, answer.HardwareAddress.ToUInt64());
            }
        }

        // Not more than were there at most when it began, so that the timers of the loop get their turn.
        for (int i = 0; i < QueuedPackets && _packets.TryPeek(out QueuedPacket packet); i++)
        {
            try
            {
                if (_portTable.Wants(packet.LinkIndex, packet.Source, packet.Destination))
                {
                    events.OnPacket(packet.ToReceived());
                }
            }
            finally
            {
                _packets.Remove();
            }
        }

        if (_packets.TryPeek(out _))
        {
            _signal.Set();
        }
    }

    public void Wake() => _signal.Set();

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        foreach (AdvertisementPort port in _ports.ToArray())
        {
            port.Dispose();
        }

        // The signal stays open: a question to a neighbour may still be under way, and would set it.
        _changes.Dispose();
    }
}
