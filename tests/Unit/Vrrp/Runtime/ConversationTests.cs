using System.Net;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>
/// Three nodes with two grouped instances each talk to each other through a network that loses, cuts and heals at random.
/// Once it is whole, there is one master for both instances, the best one, and its addresses are on it alone.
/// </summary>
public sealed class ConversationTests
{
    private const int Nodes = 3;
    private static readonly string[] Names = ["outside", "inside"];
    private readonly Node[] _nodes = [.. Enumerable.Range(0, Nodes).Select(static i => new Node(i))];
    private readonly bool[,,] _cut = new bool[Nodes, Nodes, Node.Links];
    private Random _random = new(0);
    private double _loss;
    private long _now = 1000 * TimeSpan.TicksPerSecond;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_everything_has_healed_the_best_node_is_the_only_master(int seed)
    {
        _random = new Random(seed);
        byte[] priorities = new byte[Nodes];
        for (int i = 0; i < Nodes; i++)
        {
            priorities[i] = NewPriority(priorities);
        }

        bool isGrouped = _random.Next(2) == 0;
        for (int i = 0; i < Nodes; i++)
        {
            _nodes[i].Start(priorities[i], isGrouped, _random.Next(2) == 0 ? VrrpVersion.V2 : VrrpVersion.V3, seed);
        }

        for (int step = 0; step < 15; step++)
        {
            Disturb(priorities);
            Run(TimeSpan.FromSeconds(_random.NextDouble() * 8));
        }

        Heal();
        Run(TimeSpan.FromSeconds(12));
        int best = Array.IndexOf(priorities, priorities.Max());
        for (int i = 0; i < Nodes; i++)
        {
            foreach (VrrpInstanceStatus status in _nodes[i].Core.GetInstances(EngineKind.Session))
            {
                Assert.Equal((seed, i, i == best ? VrrpState.Master : VrrpState.Backup), (seed, i, status.State));
                Assert.Equal(i == best ? 1 : 0, status.OwnedAddresses.Count);
                Assert.Equal(_nodes[best].Address, InetAddress.FromIPAddress(status.MasterAddress!));
            }

            Assert.Equal(i == best ? 2 : 0, _nodes[i].Stack.Addresses.Count(static address => address.PrefixLength == 32));
        }

        // At rest: nobody changes any more.
        int events = _nodes.Sum(static node => node.Host.Events.Count);
        Run(TimeSpan.FromSeconds(30));
        Assert.Equal(events, _nodes.Sum(static node => node.Host.Events.Count));
    }

    /// <summary>One that no node has: between equals the master that is there stays, whichever it is.</summary>
    private byte NewPriority(byte[] taken)
    {
        byte priority;
        do
        {
            priority = (byte)_random.Next(1, 255);
        }
        while (taken.Contains(priority));
        return priority;
    }

    private void Disturb(byte[] priorities)
    {
        int node = _random.Next(Nodes);
        switch (_random.Next(6))
        {
            case 0:
                _cut[node, _random.Next(Nodes), _random.Next(Node.Links)] ^= true;
                break;
            case 1:
                _loss = _random.NextDouble();
                break;
            case 2:
                _nodes[node].SetLink(_random.Next(Node.Links), isUp: _random.Next(2) == 0);
                break;
            case 3:
                priorities[node] = NewPriority(priorities);
                _nodes[node].SetPriority(priorities[node]);
                break;
            case 4:
                _nodes[node].Restart(abandon: _random.Next(2) == 0);
                break;
            case 5:
                _nodes[node].PausedUntil = _now + (long)(_random.NextDouble() * 10 * TimeSpan.TicksPerSecond);
                break;
        }
    }

    private void Heal()
    {
        Array.Clear(_cut);
        _loss = 0;
        foreach (Node node in _nodes)
        {
            node.PausedUntil = 0;
            node.SetLink(0, isUp: true);
            node.SetLink(1, isUp: true);
        }
    }

    /// <summary>One moment after the other: timers, then what they have sent.</summary>
    private void Run(TimeSpan time)
    {
        long end = _now + time.Ticks;
        while (true)
        {
            _now = Math.Min(end, _nodes.Min(node => Math.Max(_now, Math.Max(node.Core.NextDeadline, node.PausedUntil))));
            foreach (Node node in _nodes.Where(node => node.PausedUntil <= _now))
            {
                node.Run(_now);
            }

            Deliver();
            foreach (Node node in _nodes.Where(static node => node.IsGrouped))
            {
                // A group is master as a whole or not at all.
                Assert.Single(node.Core.GetInstances(EngineKind.Session).Select(static status => status.State == VrrpState.Master).Distinct());
            }

            if (_now >= end)
            {
                return;
            }
        }
    }

    private void Deliver()
    {
        for (int round = 0; round < 100 && _nodes.Any(static node => node.Stack.Left.Count > 0); round++)
        {
            foreach (Node sender in _nodes)
            {
                (PortOptions, byte[])[] messages = [.. sender.Stack.Left];
                sender.Stack.Left.Clear();
                foreach ((PortOptions port, byte[] message) in messages)
                {
                    foreach (Node receiver in _nodes)
                    {
                        int link = port.LinkIndex - Node.FirstLink;
                        if (receiver != sender && !_cut[sender.Index, receiver.Index, link] && sender.IsUp[link] && receiver.IsUp[link] && _random.NextDouble() >= _loss)
                        {
                            receiver.Inbox.Enqueue((port.Source, port.LinkIndex, message));
                        }
                    }
                }
            }

            foreach (Node receiver in _nodes.Where(node => node.PausedUntil <= _now))
            {
                receiver.Run(_now);
            }
        }
    }

    private sealed class Node
    {
        public const int Links = 2;
        public const int FirstLink = 2;

        private VrrpInstanceOptions[] _options = [];

        public Node(int index)
        {
            Index = index;
            Stack.RecordsLeft = true;
            Stack.IsLogging = false;
            Stack.SetLink("eth0", 2);
            Stack.SetLink("eth1", 3);
            Address = InetAddress.Parse($"192.0.2.{10 + index}");
            Stack.SetPrimary(2, Address.ToString());
            Stack.SetPrimary(3, Address.ToString());
            Core = new VrrpEngineCore(Stack, Host);
        }

        public int Index { get; }

        public FakeNetworkStack Stack { get; } = new();

        public FakeHost Host { get; } = new();

        public VrrpEngineCore Core { get; }

        public InetAddress Address { get; }

        public Queue<(InetAddress Source, int Link, byte[] Message)> Inbox { get; } = new();

        public bool[] IsUp { get; } = [true, true];

        public bool IsGrouped { get; private set; }

        public long PausedUntil { get; set; }

        public void Start(byte priority, bool isGrouped, VrrpVersion version, int seed)
        {
            // One version on the segment, whatever was drawn for this node.
            version = seed % 2 == 0 ? VrrpVersion.V2 : version == VrrpVersion.V2 ? VrrpVersion.V3 : version;
            IsGrouped = isGrouped;
            if (isGrouped)
            {
                Core.SetGroup(new SyncGroupOptions { Name = "pair", Members = Names });
            }

            _options = [.. Names.Select((name, i) => new VrrpInstanceOptions
            {
                Name = name,
                Interface = $"eth{i}",
                VirtualRouterId = (byte)(51 + i),
                Version = version,
                Priority = priority,
                VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse($"192.0.2.{100 + i}"), PrefixLength = 32 }],
            })];
            foreach (VrrpInstanceOptions options in _options)
            {
                Core.Start(options);
            }
        }

        public void Run(long now)
        {
            Stack.Now = now;
            while (Inbox.TryDequeue(out (InetAddress Source, int Link, byte[] Message) packet))
            {
                Core.OnPacket(new ReceivedPacket
                {
                    LinkIndex = packet.Link,
                    Source = packet.Source,
                    Destination = VrrpConstants.MulticastIPv4,
                    TimeToLive = 255,
                    Protocol = VrrpConstants.IpProtocol,
                    Payload = packet.Message,
                });
            }

            Core.RunTimers(now);
        }

        public void SetLink(int link, bool isUp)
        {
            IsUp[link] = isUp;
            Stack.SetLink($"eth{link}", FirstLink + link, isUp);
            Core.OnLinkChanged(FirstLink + link, $"eth{link}");
            Core.Flush();
        }

        public void SetPriority(byte priority)
        {
            _options = [.. _options.Select(options => options with { Priority = priority })];
            foreach (VrrpInstanceOptions options in _options)
            {
                Core.Update(options);
            }
        }

        public void Restart(bool abandon)
        {
            foreach (string name in Names)
            {
                Core.Stop(name, abandon);
            }

            foreach (VrrpInstanceOptions options in _options)
            {
                Core.Start(options);
            }
        }
    }
}
