using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>A socket on which answers of neighbours come in.</summary>
internal abstract class NeighbourReceiver(Descriptor socket, NeighbourWatch watch, ReceiveBatch batch) : IReadySource, IDisposable
{
    private const int MaximumBatches = 16;

    public int Users { get; set; }

    public int Number => socket.Number;

    protected NeighbourWatch Watch => watch;

    protected ReceiveBatch Batch => batch;

    protected Descriptor Socket => socket;

    public void Drain(INetworkEvents events)
    {
        for (int round = 0; round < MaximumBatches && !socket.IsClosed; round++)
        {
            int count = batch.Receive(socket.Number);
            for (int slot = 0; slot < count; slot++)
            {
                Report(slot, events);
            }

            if (count < ReceiveBatch.Capacity)
            {
                return;
            }
        }
    }

    public void Dispose() => socket.Dispose();

    protected abstract void Report(int slot, INetworkEvents events);
}
