using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.World;

/// <summary>What the system has for a process that waits: a packet, or a message that a link or an address has changed.</summary>
internal readonly struct KernelEvent
{
    public SimulatedPacket? Packet { get; init; }

    public string? Link { get; init; }

    public int LinkIndex { get; init; }

    public InetAddress Address { get; init; }

    public byte PrefixLength { get; init; }

    public bool IsPresent { get; init; }
}
