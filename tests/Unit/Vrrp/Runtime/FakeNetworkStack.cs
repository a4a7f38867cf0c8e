using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>A network that does nothing but remember; time stands still until a test moves it.</summary>
internal sealed class FakeNetworkStack : INetworkStack
{
    private readonly Dictionary<string, LinkState> _links = new(StringComparer.Ordinal);
    private readonly List<(int Link, InetAddress Address)> _primary = [];
    private readonly List<FakePort> _queued = [];
    private readonly AutoResetEvent _woken = new(false);

    public long Now { get; set; } = 1000 * TimeSpan.TicksPerSecond;

    public long SendErrors => 0;

    /// <summary>What happened, in order: <c>send 100</c>, <c>flush</c>, <c>add 192.0.2.100/24</c>, <c>announce 192.0.2.100</c> ...</summary>
    public List<string> Log { get; } = [];

    /// <summary>False keeps the fake from allocating, for tests that count memory.</summary>
    public bool IsLogging { get; set; } = true;

    public List<InterfaceAddress> Addresses { get; } = [];

    public List<FakePort> Ports { get; } = [];

    public List<VirtualRoute> Routes { get; } = [];

    public List<VirtualRule> Rules { get; } = [];

    public Dictionary<(int, AddressFamily), InetAddress> Gateways { get; } = [];

    /// <summary>Operations that begin with one of these words are refused.</summary>
    public List<string> Refused { get; } = [];

    public long Sent { get; private set; }

    public long Announced { get; private set; }

    /// <summary>Keeps what left in <see cref="Left"/>, for a test that carries it to other nodes.</summary>
    public bool RecordsLeft { get; set; }

    public List<(PortOptions Port, byte[] Message)> Left { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Thrown by the next wait.</summary>
    public Exception? FailOnce { get; set; }

    public LinkState SetLink(string name, int index, bool isUp = true, ulong mac = 0x020000000001)
    {
        var link = new LinkState(index, isUp, isUp, 1500, mac);
        _links[name] = link;
        return link;
    }

    public void RemoveLink(string name)
    {
        int index = _links[name].Index;
        _links.Remove(name);
        Addresses.RemoveAll(address => address.LinkIndex == index);
        _primary.RemoveAll(entry => entry.Link == index);
    }

    public void SetPrimary(int link, string address)
    {
        InetAddress parsed = InetAddress.Parse(address);
        ClearPrimary(link, parsed.Family);
        _primary.Add((link, parsed));
        Addresses.Add(new InterfaceAddress(link, parsed, 24));
    }

    public void ClearPrimary(int link, AddressFamily family)
    {
        foreach ((int Link, InetAddress Address) entry in _primary.Where(entry => entry.Link == link && entry.Address.Family == family).ToArray())
        {
            _primary.Remove(entry);
            Addresses.RemoveAll(address => address.LinkIndex == link && address.Address == entry.Address);
        }
    }

    public bool TryGetLink(string name, out LinkState link) => _links.TryGetValue(name, out link);

    public bool TryGetLink(int index, out LinkState link)
    {
        link = _links.Values.FirstOrDefault(candidate => candidate.Index == index);
        return link.Index != 0;
    }

    public string? GetLinkName(int index) => _links.FirstOrDefault(pair => pair.Value.Index == index).Key;

    public InetAddress GetPrimaryAddress(int linkIndex, AddressFamily family) =>
        _primary.FirstOrDefault(entry => entry.Link == linkIndex && entry.Address.Family == family).Address;

    public IReadOnlyList<InterfaceAddress> GetAddresses() => [.. Addresses];

    public InetAddress GetDefaultGateway(int linkIndex, AddressFamily family) => Gateways.GetValueOrDefault((linkIndex, family));

    public IAdvertisementPort OpenPort(PortOptions options)
    {
        Refuse($"open {options.Source}");
        var port = new FakePort(this, options);
        Ports.Add(port);
        return port;
    }

    public void Flush()
    {
        foreach (FakePort port in _queued)
        {
            port.Leave();
            if (RecordsLeft)
            {
                Left.Add((port.Options, port.Last.ToArray()));
            }
        }

        _queued.Clear();
    }

    public void AddAddress(in InterfaceAddress address)
    {
        Refuse($"add {address.Address}/{address.PrefixLength}");
        Addresses.Add(address);
    }

    public void RemoveAddress(in InterfaceAddress address)
    {
        InterfaceAddress gone = address;
        Refuse($"remove {address.Address}/{address.PrefixLength}");
        Addresses.RemoveAll(other => other.LinkIndex == gone.LinkIndex && other.Address == gone.Address);
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
    public List<InterfaceAddress> Dropped { get; } = [];

    public void DropTraffic(ReadOnlySpan<InterfaceAddress> addresses)
    {
        if (addresses.IsEmpty && Refused.Contains("drop"))
        {
            throw new NetworkException("drop packets", 95, "not supported");
        }

        foreach (InterfaceAddress address in addresses)
        {
            Refuse($"drop {address.Address}");
            Dropped.Add(address);
        }
    }

    public void AllowTraffic(ReadOnlySpan<InterfaceAddress> addresses)
    {
        foreach (InterfaceAddress address in addresses)
        {
            if (Dropped.RemoveAll(other => other.LinkIndex == address.LinkIndex && other.Address == address.Address) > 0)
            {
                Note($"allow {address.Address}", 0);
            }
        }
    }

    public void Announce(int linkIndex, InetAddress address)
    {
        Announced++;
        Note($"announce {address}", linkIndex);
    }

    public INeighbourProbe OpenNeighbourProbe(int linkIndex, InetAddress target, InetAddress source)
    {
        Refuse($"probe {target}");
        return new FakeProbe(this, target);
    }

    public LinkState CreateVirtualLink(string name, int parentIndex, ulong hardwareAddress)
    {
        Refuse($"create {name}");
        return SetLink(name, 1000 + _links.Count, mac: hardwareAddress);
    }

    public void RemoveVirtualLink(string name)
    {
        Refuse($"delete {name}");
        _links.Remove(name);
    }

    public void AddRoute(VirtualRoute route)
    {
        Refuse($"route {route.Destination}");
        Routes.Add(route);
    }

    public void RemoveRoute(VirtualRoute route)
    {
        Refuse($"unroute {route.Destination}");
        Routes.Remove(route);
    }

    public void AddRule(VirtualRule rule)
    {
        Refuse($"rule {rule.Table}");
        Rules.Add(rule);
    }

    public void RemoveRule(VirtualRule rule)
    {
        Refuse($"unrule {rule.Table}");
        Rules.Remove(rule);
    }

    /// <summary>For a loop on a real thread: the clock jumps to the deadline when nothing wakes it.</summary>
    public void Poll(long deadline, INetworkEvents events)
    {
        if (FailOnce is { } failure)
        {
            FailOnce = null;
            throw failure;
        }

        if (deadline == 0 || _woken.WaitOne(deadline == long.MaxValue ? Timeout.Infinite : 1))
        {
            return;
        }

        Now = Math.Max(Now, deadline);
    }

    public void Wake() => _woken.Set();

    public void Dispose()
    {
        IsDisposed = true;
        _woken.Dispose();
    }

    internal void Queue(FakePort port, ReadOnlyMemory<byte> message)
    {
        Sent++;
        Note("send ", message.Span[2]);
        port.Hold(message);
        _queued.Add(port);
    }

    internal void Note(string what, int number)
    {
        if (IsLogging)
        {
            Log.Add(what.EndsWith(' ') ? $"{what}{number}" : what);
        }
    }

    private void Refuse(string operation)
    {
        if (Refused.Exists(word => operation.StartsWith(word, StringComparison.Ordinal)))
        {
            throw new NetworkException(operation, 22, "Invalid argument");
        }

        Note(operation, 0);
    }

    private sealed class FakeProbe(FakeNetworkStack stack, InetAddress target) : INeighbourProbe
    {
        public void Send() => stack.Note($"ask {target}", 0);

        public void Dispose() => stack.Note($"unprobe {target}", 0);
    }
}
