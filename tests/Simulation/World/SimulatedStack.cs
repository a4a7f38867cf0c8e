using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.World;

/// <summary>The network of one node, as its engine sees it.</summary>
internal sealed class SimulatedStack(Simulator simulator, SimulatedNode node) : INetworkStack
{
    private const int RefusedError = 28;

    private readonly List<(SimulatedPort Port, ReadOnlyMemory<byte> Message)> _messages = [];
    private readonly List<(SimulatedLink Link, InetAddress Address)> _announcements = [];

    public long Now => node.Clock.Local(simulator.Now);

    public long SendErrors => 0;

    public bool TryGetLink(string name, out LinkState link)
    {
        foreach (SimulatedLink candidate in node.Links)
        {
            if (candidate.Exists && candidate.Name == name)
            {
                link = candidate.State;
                return true;
            }
        }

        link = default;
        return false;
    }

    public bool TryGetLink(int index, out LinkState link)
    {
        SimulatedLink? found = node.FindLink(index);
        link = found?.State ?? default;
        return found is not null;
    }

    public string? GetLinkName(int index) => node.FindLink(index)?.Name;

    public InetAddress GetPrimaryAddress(int linkIndex, AddressFamily family) => node.FindLink(linkIndex)?.Primary ?? default;

    public IReadOnlyList<InterfaceAddress> GetAddresses()
    {
        List<InterfaceAddress> addresses = [.. node.Addresses];
        foreach (SimulatedLink link in node.Links)
        {
            if (link.Exists)
            {
                addresses.Add(new InterfaceAddress(link.Index, link.Primary, 24));
            }
        }

        return addresses;
    }

    public InetAddress GetDefaultGateway(int linkIndex, AddressFamily family) => default;

    public IAdvertisementPort OpenPort(PortOptions options)
    {
        SimulatedLink link = node.FindLink(options.LinkIndex)
            ?? throw new NetworkException($"open a port on link {options.LinkIndex}", 19, "No such device");
        return new SimulatedPort(this, link, options);
    }

    public void Flush()
    {
        foreach ((SimulatedPort port, ReadOnlyMemory<byte> message) in _messages)
        {
            simulator.Network.Send(node, port, message.Span);
        }

        _messages.Clear();
        foreach ((SimulatedLink link, InetAddress address) in _announcements)
        {
            simulator.Network.Announce(node, link, address);
        }

        _announcements.Clear();
    }

    public void AddAddress(in InterfaceAddress address)
    {
        if (node.RefusedCount > 0)
        {
            node.OnAddressRefused(address.Address);
            throw new NetworkException($"add {address.Address}", RefusedError, "No space left on device");
        }

        if (node.FindLink(address.LinkIndex) is null)
        {
            throw new NetworkException($"add {address.Address}", 19, "No such device");
        }

        node.AddAddress(address);
    }

    public void RemoveAddress(in InterfaceAddress address)
    {
        if (simulator.Rules.Sabotage != Sabotage.KeepsAddresses)
        {
            node.RemoveAddress(address.LinkIndex, address.Address);
        }
    }

    public void AddAddresses(ReadOnlySpan<InterfaceAddress> addresses)
    {
        foreach (InterfaceAddress address in addresses)
        {
            AddAddress(address);
        }
    }

    public void RemoveAddresses(ReadOnlySpan<InterfaceAddress> addresses)
    {
        foreach (InterfaceAddress address in addresses)
        {
            RemoveAddress(address);
        }
    }

    /// <summary>Addresses that packets are dropped for.</summary>
    public HashSet<(int Link, InetAddress Address)> Dropped { get; } = [];

    public void DropTraffic(ReadOnlySpan<InterfaceAddress> addresses)
    {
        foreach (InterfaceAddress address in addresses)
        {
            Dropped.Add((address.LinkIndex, address.Address));
        }
    }

    public void AllowTraffic(ReadOnlySpan<InterfaceAddress> addresses)
    {
        foreach (InterfaceAddress address in addresses)
        {
            Dropped.Remove((address.LinkIndex, address.Address));
        }
    }

    public void Announce(int linkIndex, InetAddress address)
    {
        if (simulator.Rules.Sabotage != Sabotage.NoAnnouncements && node.FindLink(linkIndex) is { } link)
        {
            _announcements.Add((link, address));
        }
    }

    public INeighbourProbe OpenNeighbourProbe(int linkIndex, InetAddress target, InetAddress source) => throw Unused();

    public LinkState CreateVirtualLink(string name, int parentIndex, ulong hardwareAddress) => throw Unused();

    public void RemoveVirtualLink(string name) => throw Unused();

    public void AddRoute(VirtualRoute route) => throw Unused();

    public void RemoveRoute(VirtualRoute route) => throw Unused();

    public void AddRule(VirtualRule rule) => throw Unused();

    public void RemoveRule(VirtualRule rule) => throw Unused();

    /// <summary>The node hands over events itself: see <see cref="SimulatedNode.Turn"/>.</summary>
    public void Poll(long deadline, INetworkEvents events) => throw Unused();

    public void Wake() => throw Unused();

    public void Dispose()
    {
    }

    public void Queue(SimulatedPort port, ReadOnlyMemory<byte> message) => _messages.Add((port, message));

    private static NotSupportedException Unused() => new("No scenario declares anything that needs this.");
}
