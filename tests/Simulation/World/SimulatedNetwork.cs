using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.World;

/// <summary>The segments between nodes and clients, with what is wrong with them now.</summary>
internal sealed class SimulatedNetwork
{
    private readonly Simulator _simulator;
    private readonly RandomSource _random;
    private readonly PacketPool _pool = new();

    /// <summary>How many faults close the way from a sender to a receiver: [segment, from, to].</summary>
    private readonly int[,,] _closed;

    /// <summary>How many faults keep a client from hearing a node: [segment, node, client].</summary>
    private readonly int[,,] _clientClosed;

    private readonly List<Fault>[] _losses;
    private readonly List<Fault>[] _duplications;
    private readonly List<Fault>[] _delays;
    private int _skipped;

    public SimulatedNetwork(Simulator simulator)
    {
        _simulator = simulator;
        Scenario scenario = simulator.Scenario;
        _random = new RandomSource(RandomSource.Derive(scenario.Seed, 1));
        _closed = new int[scenario.SegmentCount, scenario.NodeCount, scenario.NodeCount];
        _clientClosed = new int[scenario.SegmentCount, scenario.NodeCount, Math.Max(1, scenario.ClientCount)];
        _losses = Lists(scenario.SegmentCount);
        _duplications = Lists(scenario.SegmentCount);
        _delays = Lists(scenario.SegmentCount);
    }

    public RandomSource Random => _random;

    public bool IsOpen(int segment, int from, int to) => _closed[segment, from, to] == 0;

    /// <summary>Packets arrive unless a way is closed.</summary>
    public bool IsReliable(int segment) => _losses[segment].Count == 0;

    /// <summary>The client hears what the node announces.</summary>
    public bool Reaches(int segment, int node, int client) =>
        _clientClosed[segment, node, client] == 0 && _simulator.Nodes[node].Links[segment].IsUsable;

    public void Apply(in Fault fault, bool begins)
    {
        int change = begins ? 1 : -1;
        switch (fault.Kind)
        {
            case FaultKind.Loss:
                Change(_losses[fault.Segment], fault, begins);
                break;
            case FaultKind.Duplication:
                Change(_duplications[fault.Segment], fault, begins);
                break;
            case FaultKind.Delay:
                Change(_delays[fault.Segment], fault, begins);
                break;
            case FaultKind.Partition:
                Partition(fault, change);
                break;
            case FaultKind.Mute:
                Close(fault.Segment, fault.Node, -1, change);
                break;
            case FaultKind.Deaf:
                Close(fault.Segment, -1, fault.Node, change);
                break;
            case FaultKind.OneWay:
                Close(fault.Segment, (int)fault.Argument, fault.Node, change);
                break;
        }
    }

    public void Send(SimulatedNode sender, SimulatedPort port, ReadOnlySpan<byte> message)
    {
        SimulatedPacket packet = _pool.Rent();
        packet.Receivers = 1;
        message.CopyTo(packet.Data);
        packet.Length = message.Length;
        packet.Sender = sender.Number;
        packet.Segment = port.Link.Segment;
        packet.Source = port.Options.Source;
        packet.TimeToLive = port.Options.TimeToLive;
        _simulator.Referee.OnSent(sender, packet, port.LinkIndex);
        _simulator.Trace?.Advertisement(_simulator.Now, "sends", sender.Number, packet);
        if (port.CanSend && !IsSabotaged(sender, packet))
        {
            if (port.Options.Peers.Count == 0)
            {
                packet.Destination = VrrpConstants.MulticastAddress(packet.Source.Family);
                foreach (SimulatedNode receiver in _simulator.Nodes)
                {
                    Offer(packet, sender, receiver);
                }
            }
            else
            {
                packet.Destination = port.Options.Peers[0];
                foreach (SimulatedNode receiver in _simulator.Nodes)
                {
                    if (receiver.Links[packet.Segment].Primary == packet.Destination)
                    {
                        Offer(packet, sender, receiver);
                    }
                }
            }
        }

        _pool.Release(packet);
    }

    /// <summary>A packet has come to its receiver.</summary>
    public void Arrive(int receiver, SimulatedPacket packet)
    {
        SimulatedNode node = _simulator.Nodes[receiver];
        if (!node.Take(packet))
        {
            _pool.Release(packet);
        }
    }

    public void Release(SimulatedPacket packet) => _pool.Release(packet);

    /// <summary>Broadcasts on the spot: the order in which nodes speak is the order in which clients learn.</summary>
    public void Announce(SimulatedNode sender, SimulatedLink link, InetAddress address)
    {
        if (link.IsUsable && link.Segment < _simulator.Scenario.SegmentCount)
        {
            _simulator.Clients.OnAnnounced(sender.Number, link.Segment, address);
        }
    }

    private void Offer(SimulatedPacket packet, SimulatedNode sender, SimulatedNode receiver)
    {
        if (receiver == sender || !IsOpen(packet.Segment, sender.Number, receiver.Number))
        {
            return;
        }

        foreach (Fault loss in _losses[packet.Segment])
        {
            if (_random.PerThousand((int)loss.Argument))
            {
                _simulator.Referee.OnLost(packet, receiver.Number);
                return;
            }
        }

        Deliver(packet, receiver);
        foreach (Fault duplication in _duplications[packet.Segment])
        {
            if (_random.PerThousand((int)duplication.Argument))
            {
                Deliver(packet, receiver);
            }
        }
    }

    private void Deliver(SimulatedPacket packet, SimulatedNode receiver)
    {
        (long shortest, long longest) = _simulator.Scenario.Latency;
        long flight = _random.Between(shortest, longest);
        foreach (Fault delay in _delays[packet.Segment])
        {
            flight = Math.Max(flight, _random.Between(shortest, longest + delay.Argument));
        }

        packet.Receivers++;
        _simulator.Events.Add(_simulator.Now + flight, SimulationEventKind.Arrival, receiver.Number, packet);
    }

    private bool IsSabotaged(SimulatedNode sender, SimulatedPacket packet) => _simulator.Rules.Sabotage switch
    {
        Sabotage.SendsTooFew => packet.Priority != 0 && ++_skipped % 4 != 0,
        Sabotage.NoPriorityZero => packet.Priority == 0,
        Sabotage.HearsNothing => sender.Number == 0,
        _ => false,
    };

    /// <summary>Bits 0-7 of the argument are the nodes of one side, bits from 8 on its clients.</summary>
    private void Partition(in Fault fault, int change)
    {
        for (int from = 0; from < _simulator.Scenario.NodeCount; from++)
        {
            for (int to = 0; to < _simulator.Scenario.NodeCount; to++)
            {
                if (from != to && ((fault.Argument >> from) & 1) != ((fault.Argument >> to) & 1))
                {
                    _closed[fault.Segment, from, to] += change;
                }
            }

            for (int client = 0; client < _simulator.Scenario.ClientCount; client++)
            {
                if (((fault.Argument >> from) & 1) != ((fault.Argument >> (8 + client)) & 1))
                {
                    _clientClosed[fault.Segment, from, client] += change;
                }
            }
        }
    }

    /// <summary>-1 stands for all others.</summary>
    private void Close(int segment, int from, int to, int change)
    {
        for (int other = 0; other < _simulator.Scenario.NodeCount; other++)
        {
            int sender = from >= 0 ? from : other;
            int receiver = to >= 0 ? to : other;
            if (sender != receiver)
            {
                _closed[segment, sender, receiver] += change;
            }

            if (from >= 0 && to >= 0)
            {
                break;
            }
        }
    }

    private static void Change(List<Fault> list, in Fault fault, bool begins)
    {
        if (begins)
        {
            list.Add(fault);
        }
        else
        {
            list.Remove(fault);
        }
    }

    private static List<Fault>[] Lists(int count)
    {
        var lists = new List<Fault>[count];
        for (int i = 0; i < count; i++)
        {
            lists[i] = [];
        }

        return lists;
    }
}
