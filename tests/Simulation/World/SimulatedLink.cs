using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.World;

/// <summary>One network interface of a node.</summary>
internal sealed class SimulatedLink(string name, int segment, ulong hardwareAddress)
{
    public string Name { get; } = name;

    /// <summary>The segment that it is on, as an index; the link's place in its node, too.</summary>
    public int Segment { get; } = segment;

    /// <summary>Interface index; another one each time that the link is made anew.</summary>
    public int Index { get; set; }

    /// <summary>The node's own address on the link.</summary>
    public InetAddress Primary { get; set; }

    /// <summary>How many faults keep it down.</summary>
    public int DownCount { get; set; }

    /// <summary>How many faults keep it from existing.</summary>
    public int DeletedCount { get; set; }

    /// <summary>Ports open on it.</summary>
    public int Ports { get; set; }

    /// <summary>The index that it had when the last port was opened on it.</summary>
    public int ListenedIndex { get; set; }

    public bool Exists => DeletedCount == 0;

    public bool IsUsable => Exists && DownCount == 0;

    /// <summary>It was never deleted.</summary>
    public bool IsOriginal => Index < 10;

    public LinkState State => new(Index, true, DownCount == 0, 1500, hardwareAddress);
}
