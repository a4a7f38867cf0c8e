using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Tests.Simulation.World;

/// <summary>One machine: its links, addresses and clock, and the process that runs the engine's core.</summary>
internal sealed partial class SimulatedNode
{
    private readonly Simulator _simulator;
    private readonly Queue<KernelEvent> _kernelEvents = new();
    private readonly Queue<Action> _commands = new();
    private long _timerPlannedAt = long.MaxValue;
    private int _pauseCount;
    private int _stallCount;
    private int _downCount;
    private bool _isTurning;

    public SimulatedNode(Simulator simulator, int number)
    {
        _simulator = simulator;
        Number = number;
        Declaration = simulator.Scenario.Nodes[number];
        Clock = new SimulatedClock(Declaration.ClockBase, Declaration.DriftPerMillion);
        Routers = [.. Declaration.Routers];
        States = new VrrpState[Routers.Length];
        AddressFailed = new bool[Routers.Length];
        Links =
        [
            new SimulatedLink("eth0", 0, 0x0200_0000_0100UL + (uint)number) { Index = 2, Primary = Naming.NodeAddress(simulator.Scenario, 0, number) },
            new SimulatedLink("eth1", 1, 0x0200_0000_0200UL + (uint)number) { Index = 3, Primary = Naming.NodeAddress(simulator.Scenario, 1, number) },
        ];
        Stack = new SimulatedStack(simulator, this);
    }

    public int Number { get; }

    public NodeDeclaration Declaration { get; }

    public SimulatedClock Clock { get; }

    public SimulatedLink[] Links { get; }

    public SimulatedStack Stack { get; }

    /// <summary>What is declared for each virtual router now.</summary>
    public NodeRouter[] Routers { get; }

    /// <summary>The state of each instance, as its events tell.</summary>
    public VrrpState[] States { get; }

    /// <summary>The system has refused an instance's addresses, and it has not left Fault since.</summary>
    public bool[] AddressFailed { get; }

    public List<InterfaceAddress> Addresses { get; } = [];

    /// <summary>How many faults make the system refuse addresses.</summary>
    public int RefusedCount { get; private set; }

    /// <summary>When somebody last removed addresses.</summary>
    public long AddressesRemovedAt { get; private set; } = long.MinValue / 2;

    public long StartedAt { get; private set; } = long.MaxValue;

    /// <summary>The process, or null while there is none.</summary>
    public VrrpEngineCore? Core { get; private set; }

    public bool IsFrozen => _pauseCount > 0 || _stallCount > 0;

    public bool IsStalled => _stallCount > 0;

    /// <summary>The process exists and gets the processor.</summary>
    public bool IsAwake => Core is not null && !IsFrozen;

    public bool HasWaitingEvents => _kernelEvents.Count > 0;

    public SimulatedLink? FindLink(int index)
    {
        foreach (SimulatedLink link in Links)
        {
            if (link.Exists && link.Index == index)
            {
                return link;
            }
        }

        return null;
    }

    /// <summary>A packet has reached the machine.</summary>
    /// <returns>False when nobody takes it.</returns>
    public bool Take(SimulatedPacket packet)
    {
        SimulatedLink link = Links[packet.Segment];
        if (Core is null || _stallCount > 0 || !link.IsUsable || link.Ports == 0)
        {
            return false;
        }

        _kernelEvents.Enqueue(new KernelEvent { Packet = packet, LinkIndex = link.Index });
        Turn();
        return true;
    }

    /// <summary>The moment for which <see cref="PlanTimer"/> planned has come.</summary>
    public void OnTimer(long time)
    {
        if (time != _timerPlannedAt)
        {
            return;
        }

        _timerPlannedAt = long.MaxValue;
        if (IsAwake && !HasWaitingEvents && Stack.Now < Core!.NextDeadline)
        {
            PlanTimer();
        }
        else
        {
            Turn();
        }
    }

    /// <summary>One turn of the engine's loop: everything that is ready, then commands, then timers.</summary>
    public void Turn()
    {
        if (IsFrozen || _isTurning)
        {
            return;
        }

        _isTurning = true;
        try
        {
            HandOver();
            RunCommands();
            if (Core is { } core)
            {
                core.RunTimers(Stack.Now);
            }
        }
        finally
        {
            _isTurning = false;
        }

        _simulator.Referee.AfterTurn(this);
        PlanTimer();
    }

    public void AddAddress(in InterfaceAddress address)
    {
        if (!Addresses.Contains(address))
        {
            Addresses.Add(address);
            Notify(address, true);
            _simulator.Trace?.Note(_simulator.Now, Number, $"has {address.Address}");
        }
    }

    public void RemoveAddress(int linkIndex, InetAddress address)
    {
        int place = Addresses.FindIndex(other => other.LinkIndex == linkIndex && other.Address == address);
        if (place >= 0)
        {
            InterfaceAddress gone = Addresses[place];
            Addresses.RemoveAt(place);
            Notify(gone, false);
            _simulator.Trace?.Note(_simulator.Now, Number, $"lets go of {address}");
        }
    }

    public void OnAddressRefused(InetAddress address)
    {
        (int router, _) = Naming.FindVirtualAddress(_simulator.Scenario, address);
        AddressFailed[router] = true;
    }

    /// <summary>What was declared meanwhile holds even if the process is gone before it could take notice.</summary>
    private void RunCommands()
    {
        while (_commands.TryDequeue(out Action? command))
        {
            command();
        }
    }

    private void HandOver()
    {
        while (_kernelEvents.TryDequeue(out KernelEvent item))
        {
            if (Core is not { } core)
            {
                Drop(item);
            }
            else if (item.Packet is { } packet)
            {
                HandOver(core, packet, item.LinkIndex);
            }
            else if (item.Link is { } name)
            {
                core.OnLinkChanged(item.LinkIndex, name);
                if (name == Links[1].Name)
                {
                    // The link that may be tracked: what is in the queue of it tells of the priority, and nothing else does.
                    _simulator.Referee.OnPriorityChanged(this);
                }
            }
            else
            {
                core.OnAddressChanged(new InterfaceAddress(item.LinkIndex, item.Address, item.PrefixLength), item.IsPresent);
            }
        }
    }

    private void HandOver(VrrpEngineCore core, SimulatedPacket packet, int linkIndex)
    {
        _simulator.Trace?.Advertisement(_simulator.Now, "hears", Number, packet);
        int router = Naming.FindRouter(_simulator.Scenario, packet.VirtualRouterId);

        // What came by a link that has gone is still in the socket when there is another one of its name already. It is
        // nobody's then.
        if (linkIndex == Links[packet.Segment].ListenedIndex)
        {
            _simulator.Referee.OnHearing(this, router, packet);
        }

        core.OnPacket(new ReceivedPacket
        {
            LinkIndex = linkIndex,
            Source = packet.Source,
            Destination = packet.Destination,
            TimeToLive = packet.TimeToLive,
            Protocol = VrrpConstants.IpProtocol,
            Payload = packet.Data.AsSpan(0, packet.Length),
        });
        _simulator.Referee.OnHeard(this, router);
        _simulator.Network.Release(packet);
    }

    private void Drop(in KernelEvent item)
    {
        if (item.Packet is { } packet)
        {
            _simulator.Network.Release(packet);
        }
    }

    private void Notify(in InterfaceAddress address, bool isPresent)
    {
        if (Core is null)
        {
            return;
        }

        _kernelEvents.Enqueue(new KernelEvent
        {
            LinkIndex = address.LinkIndex,
            Address = address.Address,
            PrefixLength = address.PrefixLength,
            IsPresent = isPresent,
        });
    }

    /// <summary>Something new is there for the process: it runs now, or when it can.</summary>
    private void PlanTimer()
    {
        if (Core is not { } core || IsFrozen)
        {
            return;
        }

        long now = _simulator.Now;
        long due = _kernelEvents.Count > 0 ? now
            : core.NextDeadline == long.MaxValue ? long.MaxValue
            : Math.Max(now, Clock.TimeOf(core.NextDeadline));
        if (due == long.MaxValue)
        {
            return;
        }

        due += _simulator.SchedulingDelay(Number);
        if (due < _timerPlannedAt)
        {
            _timerPlannedAt = due;
            _simulator.Events.Add(due, SimulationEventKind.Timer, Number);
        }
    }
}
