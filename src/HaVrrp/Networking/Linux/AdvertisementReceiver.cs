using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>The one socket that receives an IP protocol of one family for all ports of a stack.</summary>
internal abstract class AdvertisementReceiver : IPatientSource, IDisposable
{
    // 4,096 routers that advertise at the same moment, at some 2 KiB of bookkeeping a packet.
    private const int SocketBuffer = 8 * 1024 * 1024;

    // After so many packets the timers of the loop get their turn, even when more are waiting.
    private const int MaximumBatches = 64;

    protected AdvertisementReceiver(Descriptor socket, byte protocol, ReceiveBatch batch, PortTable ports)
    {
        Socket = socket;
        Protocol = protocol;
        Batch = batch;
        Ports = ports;
        socket.SetReceiveBuffer(SocketBuffer);
    }

    public byte Protocol { get; }

    public int Users { get; set; }

    public int Number => Socket.Number;

    protected Descriptor Socket { get; }

    protected ReceiveBatch Batch { get; }

    protected PortTable Ports { get; }

    public void Drain(INetworkEvents events) => TryDrain(events);

    public bool TryDrain(INetworkEvents events)
    {
        bool hadAny = false;
        for (int round = 0; round < MaximumBatches && !Socket.IsClosed; round++)
        {
            int count = Batch.Receive(Socket.Number);
            hadAny |= count > 0;
            for (int slot = 0; slot < count; slot++)
            {
                Deliver(slot, events);
            }

            if (count < ReceiveBatch.Capacity)
            {
                break;
            }
        }

        return hadAny;
    }

    public void Dispose() => Socket.Dispose();

    protected abstract void Deliver(int slot, INetworkEvents events);

    protected static Descriptor Open(int domain, byte protocol) => Descriptor.OpenSocket(
        domain, SocketType.Raw, protocol, $"open a raw socket for IP protocol {protocol}", Privilege.RawSockets);

    /// <summary>Hands a packet over if a port wants it.</summary>
    protected void Deliver(in ReceivedPacket packet, INetworkEvents events)
    {
        if (Ports.Wants(packet.LinkIndex, packet.Source, packet.Destination))
        {
            events.OnPacket(packet);
        }
    }
}
