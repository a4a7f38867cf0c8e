using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.World;

/// <summary>A packet on its way, shared by all who are going to receive it; it goes back to the pool with the last one.</summary>
internal sealed class SimulatedPacket
{
    public byte[] Data { get; } = new byte[128];

    public int Length { get; set; }

    public int Sender { get; set; }

    public int Segment { get; set; }

    public InetAddress Source { get; set; }

    public InetAddress Destination { get; set; }

    public byte TimeToLive { get; set; }

    /// <summary>How many receivers it is still on its way to.</summary>
    public int Receivers { get; set; }

    public byte VirtualRouterId => Data[1];

    public byte Priority => Data[2];
}
