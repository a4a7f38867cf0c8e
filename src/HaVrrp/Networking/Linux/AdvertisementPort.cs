using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>A port of the Linux stack. The destinations are prepared once; sending only points to them.</summary>
internal abstract unsafe class AdvertisementPort : IAdvertisementPort
{
    private readonly LinuxNetworkStack _stack;
    private bool _isDisposed;

    protected AdvertisementPort(LinuxNetworkStack stack, SendBatch batch, PortOptions options)
    {
        _stack = stack;
        Batch = batch;
        Options = options;
    }

    public PortOptions Options { get; }

    public int ListenLinkIndex => Options.ListenLinkIndex ?? Options.LinkIndex;

    protected SendBatch Batch { get; }

    /// <summary>Number of destinations: one group, or the peers.</summary>
    protected int DestinationCount => Math.Max(1, Options.Peers.Count);

    public void Send(ReadOnlyMemory<byte> message)
    {
        if (_isDisposed)
        {
            return;
        }

        Batch.Reserve(DestinationCount, message.Length);
        byte* payload = Batch.CopyPayload(message.Span);
        for (int i = 0; i < DestinationCount; i++)
        {
            Queue(i, payload, message.Length);
        }
    }

    public void SendPacket(ReadOnlyMemory<byte> packet)
    {
        if (!_isDisposed)
        {
            QueuePacket(packet.Span);
        }
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;

            // What is queued points to memory of this port, and a farewell must not be lost.
            Batch.Flush();
            _stack.Close(this);
        }
    }

    protected InetAddress Destination(int index) =>
        Options.Peers.Count == 0 ? VrrpConstants.MulticastAddress(Options.Source.Family) : Options.Peers[index];

    protected abstract void Queue(int destination, byte* payload, int length);

    protected abstract void QueuePacket(ReadOnlySpan<byte> packet);
}
