using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Tests.Simulation.World;

/// <summary>Starting, stopping and ending the process, and what it asks of its host.</summary>
internal sealed partial class SimulatedNode : IEngineHost
{
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<CheckRun> _checks = [];
    private bool _mayRun;
    private int _trackDownCount;
    private bool? _reported;

    DateTimeOffset IEngineHost.UtcNow => Epoch.AddTicks(_simulator.Now);

    /// <summary>What the engine knows of the node's check; null for nothing yet.</summary>
    public bool? IsTrackUp => Declaration.Track is not { } track ? null
        : track.IsInterface ? Links[1].IsUsable
        : _reported;

    /// <summary>The priority that the engine should use: configured, and what the check adds.</summary>
    public byte ExpectedPriority(int router)
    {
        NodeRouter options = Routers[router];
        if (options.IsOwner)
        {
            return 255;
        }

        int added = Declaration.Track is not { } track || IsTrackUp is not { } isUp ? 0
            : track.Weight > 0 == isUp ? track.Weight
            : 0;
        return (byte)Math.Clamp(options.Priority + added, 1, 254);
    }

    /// <summary>Whether an instance has to be in Fault.</summary>
    public bool IsFaultExpected(int router)
    {
        if (!_simulator.Scenario.IsGrouped)
        {
            return HasOwnFault(router);
        }

        for (int member = 0; member < Routers.Length; member++)
        {
            if (HasOwnFault(member))
            {
                return true;
            }
        }

        return false;
    }

    public void FirstStart()
    {
        _mayRun = true;
        TryStart();
    }

    public void Apply(in Fault fault, bool begins)
    {
        int change = begins ? 1 : -1;
        switch (fault.Kind)
        {
            case FaultKind.Pause:
                _pauseCount += change;
                OnFreezeChanged(begins);
                break;
            case FaultKind.Stall:
                _stallCount += change;
                if (begins)
                {
                    _simulator.Clients.OnStalled(Number);
                }

                OnFreezeChanged(begins);
                break;
            case FaultKind.Crash:
                ChangeDown(change, begins ? Kill : null);
                break;
            case FaultKind.Reboot:
                ChangeDown(change, begins ? Wipe : null);
                break;
            case FaultKind.Stop:
                ChangeDown(change, begins ? StopInOrder : null);
                break;
            case FaultKind.LinkDown:
                Links[fault.Segment].DownCount += change;
                NotifyLink(Links[fault.Segment]);
                break;
            case FaultKind.LinkDeleted:
                DeleteLink(Links[fault.Segment], change);
                break;
            case FaultKind.TrackDown:
                _trackDownCount += change;
                Command(ReportCheck);
                break;
            case FaultKind.AddressRefused:
                RefusedCount += change;
                break;
            case FaultKind.AddressRemoved when begins:
                RemoveVirtualAddresses();
                break;
            case FaultKind.Priority or FaultKind.Interval or FaultKind.Preemption when begins:
                ChangeOptions(fault);
                break;
        }

        _simulator.Referee.MarkChanged();
    }

    /// <summary>The check has a result.</summary>
    public void OnCheckDue() => Command(ReportCheck);

    void IEngineHost.Publish(VrrpEventKind kind, string name, VrrpState previous, VrrpState state, byte priority, string reason)
    {
        _simulator.Trace?.Event(_simulator.Now, Number, kind, name, previous, state, priority, reason);
        if (kind == VrrpEventKind.StateChanged && previous != state)
        {
            int router = Naming.FindRouter(name);
            States[router] = state;
            if (previous == VrrpState.Fault && (state != VrrpState.Master || HasAddresses(router)))
            {
                AddressFailed[router] = false;
            }

            _simulator.Referee.OnStateChanged(this, router, previous, state);
        }
    }

    IDisposable IEngineHost.StartCheck(PeriodicTrackOptions track, Action<TrackResult> report)
    {
        var check = new CheckRun(this, report);
        _checks.Add(check);
        return check;
    }

    void IEngineHost.RunHook(HookRequest request) => throw new NotSupportedException("No scenario declares a hook.");

    /// <summary>It has a virtual router's addresses, or some of them.</summary>
    public bool HasAddresses(int router) => Addresses.Exists(address => Naming.FindVirtualAddress(_simulator.Scenario, address.Address).Router == router);

    private bool HasOwnFault(int router) =>
        !Links[_simulator.Scenario.Routers[router].Segment].IsUsable
        || AddressFailed[router]
        || (Declaration.Track is { Weight: 0 } && IsTrackUp != true);

    private void Command(Action command)
    {
        _commands.Enqueue(command);
        if (Core is not null)
        {
            Turn();
        }
        else
        {
            // Without a process there is nobody to wait for: a start comes later and finds what is declared by then.
            RunCommands();
        }
    }

    private void OnFreezeChanged(bool begins)
    {
        _simulator.Trace?.Note(_simulator.Now, Number, IsFrozen ? "stands still" : "goes on");
        if (!begins && !IsFrozen)
        {
            TryStart();
            if (Core is not null)
            {
                Turn();
            }
        }
    }

    private void ChangeDown(int change, Action? end)
    {
        _downCount += change;
        if (end is not null)
        {
            end();
        }
        else
        {
            TryStart();
        }
    }

    private void TryStart()
    {
        if (!_mayRun || _downCount > 0 || Core is not null || IsFrozen)
        {
            return;
        }

        _simulator.Trace?.Note(_simulator.Now, Number, "starts");
        Core = new VrrpEngineCore(Stack, this, waitsForInterfaces: true);
        StartedAt = _simulator.Now;
        _reported = Declaration.Track?.InitiallyUp;
        _simulator.Referee.OnStarted(this);
        _commands.Enqueue(StartInstances);
        Turn();
        if (Declaration.Track is { IsInterface: false })
        {
            _simulator.PlanCheck(Number);
        }
    }

    private void StartInstances()
    {
        if (_simulator.Scenario.IsGrouped)
        {
            Core!.SetGroup(OptionsFactory.Group(_simulator.Scenario, this));
        }

        for (int router = 0; router < Routers.Length; router++)
        {
            Core!.Start(OptionsFactory.Instance(_simulator.Scenario, this, router));
        }
    }

    private void Kill()
    {
        if (Core is null)
        {
            return;
        }

        _simulator.Trace?.Note(_simulator.Now, Number, "is killed");
        Forget();
    }

    private void Wipe()
    {
        Kill();
        Addresses.Clear();
    }

    private void StopInOrder()
    {
        if (Core is null)
        {
            return;
        }

        if (IsFrozen)
        {
            // An order that does not come through ends as it does in life: with the process killed.
            Kill();
            return;
        }

        _simulator.Trace?.Note(_simulator.Now, Number, "is stopped");
        _commands.Enqueue(() => Core!.StopAll(abandon: false));
        Turn();
        Forget();
    }

    private void Forget()
    {
        Core = null;
        _checks.Clear();
        RunCommands();
        while (_kernelEvents.TryDequeue(out KernelEvent item))
        {
            Drop(item);
        }

        foreach (SimulatedLink link in Links)
        {
            link.Ports = 0;
        }

        Array.Clear(AddressFailed);
        Array.Clear(States);
        StartedAt = long.MaxValue;
        _simulator.Referee.OnEnded(this);
    }

    private void NotifyLink(SimulatedLink link)
    {
        _simulator.Trace?.Note(_simulator.Now, Number, $"{link.Name} is {(link.IsUsable ? "up" : "down")}");
        if (Core is not null)
        {
            _kernelEvents.Enqueue(new KernelEvent { Link = link.Name, LinkIndex = link.Index });
            Turn();
        }
    }

    private void DeleteLink(SimulatedLink link, int change)
    {
        bool existed = link.Exists;
        link.DeletedCount += change;
        if (existed && !link.Exists)
        {
            // The system removes the addresses with the link, and tells of it.
            foreach (InterfaceAddress address in Addresses.Where(address => address.LinkIndex == link.Index).ToArray())
            {
                RemoveAddress(address.LinkIndex, address.Address);
            }

            NotifyLink(link);
        }
        else if (!existed && link.Exists)
        {
            link.Index += 10;
            link.Ports = 0;
            NotifyLink(link);
        }
    }

    private void ReportCheck()
    {
        _reported = _trackDownCount == 0;
        foreach (CheckRun check in _checks.ToArray())
        {
            check.Report(new TrackResult(_trackDownCount == 0));
        }

        _simulator.Referee.OnPriorityChanged(this);
    }

    private void RemoveVirtualAddresses()
    {
        AddressesRemovedAt = _simulator.Now;
        foreach (InterfaceAddress address in Addresses.ToArray())
        {
            RemoveAddress(address.LinkIndex, address.Address);
        }

        Turn();
    }

    private void ChangeOptions(Fault fault) => Command(() =>
    {
        for (int router = 0; router < Routers.Length; router++)
        {
            bool concerns = fault.Kind == FaultKind.Preemption || _simulator.Scenario.IsGrouped || router == fault.Segment;
            if (concerns && !(fault.Kind == FaultKind.Priority && Routers[router].IsOwner))
            {
                Routers[router] = fault.Kind switch
                {
                    FaultKind.Priority => Routers[router] with { Priority = (byte)fault.Argument },
                    FaultKind.Interval => Routers[router] with { Interval = fault.Argument },
                    _ => Routers[router] with { Preempt = fault.Argument != 0 },
                };
            }
        }

        for (int router = 0; router < Routers.Length && Core is not null; router++)
        {
            Core.Update(OptionsFactory.Instance(_simulator.Scenario, this, router));
            _simulator.Referee.OnOptionsChanged(this, router);
        }
    });

    private sealed class CheckRun(SimulatedNode node, Action<TrackResult> report) : IDisposable
    {
        public void Report(TrackResult result) => report(result);

        public void Dispose() => node._checks.Remove(this);
    }
}
