using System.Net.Sockets;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>The usual test bench: a node with our engine, a node for keepalived, a client, and an eye on who owns what.</summary>
public sealed class Segment : IDisposable
{
    private readonly int _ours;
    private readonly int _theirs;

    /// <summary>Builds the bench.</summary>
    /// <param name="oursIsHigher">Our node has the higher of the two addresses, so it wins a tie.</param>
    public Segment(bool oursIsHigher = true)
    {
        (_ours, _theirs) = oursIsHigher ? (2, 1) : (1, 2);
        Network = new TestNetwork();
        Ours = Network.AddNode("ours", $"10.77.0.{_ours}/16", $"fd77::{_ours}/64");
        Theirs = Network.AddNode("theirs", $"10.77.0.{_theirs}/16", $"fd77::{_theirs}/64");
        Client = Network.AddNode("client", "10.77.0.9/16", "fd77::9/64");
        Ownership = new OwnershipMonitor(Ours, Theirs);
        Engine = new EngineNode(Ours);
    }

    /// <summary>The network.</summary>
    public TestNetwork Network { get; }

    /// <summary>Node of our engine.</summary>
    public TestNode Ours { get; }

    /// <summary>Node of keepalived.</summary>
    public TestNode Theirs { get; }

    /// <summary>A third one.</summary>
    public TestNode Client { get; }

    /// <summary>Our engine.</summary>
    public EngineNode Engine { get; }

    /// <summary>Who owns what on the two nodes.</summary>
    public OwnershipMonitor Ownership { get; }

    /// <summary>Address of our node.</summary>
    public string OursAddress(AddressFamily family) => Address(family, _ours);

    /// <summary>Address of keepalived's node.</summary>
    public string TheirsAddress(AddressFamily family) => Address(family, _theirs);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static string Address(AddressFamily family, int host) =>
        family == AddressFamily.InterNetwork ? $"10.77.0.{host}" : $"fd77::{host}";
}
