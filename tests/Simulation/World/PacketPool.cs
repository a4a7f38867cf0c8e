namespace NginxHa.Tests.Simulation.World;

/// <summary>Packets to use again.</summary>
internal sealed class PacketPool
{
    private readonly Stack<SimulatedPacket> _free = new();

    public SimulatedPacket Rent() => _free.TryPop(out SimulatedPacket? packet) ? packet : new SimulatedPacket();

    /// <summary>One receiver is done with it.</summary>
    public void Release(SimulatedPacket packet)
    {
        if (--packet.Receivers == 0)
        {
            _free.Push(packet);
        }
    }
}
