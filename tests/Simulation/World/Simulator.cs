using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.Scenarios;

namespace NginxHa.Tests.Simulation.World;

/// <summary>Runs one scenario: takes what happens next until the end, or until something is wrong.</summary>
internal sealed class Simulator
{
    private const int MostEventsAtOnce = 10_000;

    private readonly RandomSource _scheduling;
    private int _eventsAtOnce;

    public Simulator(Scenario scenario, RunRules rules, SimulationTrace? trace = null)
    {
        Scenario = scenario;
        Trace = trace;
        Rules = rules;
        Bounds = new Bounds(scenario, rules.Takes(Excuses.LateGoodbye));
        _scheduling = new RandomSource(RandomSource.Derive(scenario.Seed, 2));
        Nodes = new SimulatedNode[scenario.NodeCount];
        Network = new SimulatedNetwork(this);
        Clients = new SimulatedClients(this);
        Referee = new Referee(this);
        for (int i = 0; i < Nodes.Length; i++)
        {
            Nodes[i] = new SimulatedNode(this, i);
        }
    }

    public Scenario Scenario { get; }

    public SimulationTrace? Trace { get; }

    public RunRules Rules { get; }

    public Bounds Bounds { get; }

    public EventQueue Events { get; } = new();

    public SimulatedNode[] Nodes { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedClients Clients { get; }

    public Referee Referee { get; }

    /// <summary>True time in ticks since the beginning.</summary>
    public long Now { get; private set; }

    /// <summary>True after the last fault has ended.</summary>
    public long HealedAt { get; private set; }

    public void PlanCheck(int node) =>
        Events.Add(Now + _scheduling.Between(0, Scenario.Nodes[node].Routers[0].Interval), SimulationEventKind.CheckReport, node);

    /// <summary>How much later than due a node's thread runs this time.</summary>
    public long SchedulingDelay(int node)
    {
        long delay = _scheduling.Between(0, Scenario.SchedulingDelay);
        return Rules.Sabotage == Sabotage.SleepsTooLong && node == 1 ? delay + (2 * Bounds.Interval) : delay;
    }

    public ScenarioResult Run()
    {
        Plan();
        Trace?.Line(0, $"scenario {Scenario.Seed}: {Scenario.NodeCount} nodes, {Scenario.Faults.Length} faults");
        try
        {
            while (Referee.Violation is null)
            {
                SimulationEvent next = Events.Take();
                CountEvent(next.Time);
                Now = next.Time;
                if (next.Kind == SimulationEventKind.End)
                {
                    Referee.OnEnd();
                    break;
                }

                Happen(next);
                Referee.AfterEvent();
            }
        }
#pragma warning disable CA1031 // Whatever the engine throws is a finding, to be replayed like any other.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Referee.Report(ViolationKind.Exception, exception.ToString());
        }

        if (Referee.Violation is { } violation)
        {
            Trace?.Line(Now, $"VIOLATION {violation}");
        }

        return new ScenarioResult(Scenario.Seed, Referee.Violation, Referee.FailoverCount, Now);
    }

    /// <summary>Whoever does something again and again without time going on would do so for ever.</summary>
    private void CountEvent(long time)
    {
        _eventsAtOnce = time == Now ? _eventsAtOnce + 1 : 0;
        if (_eventsAtOnce > MostEventsAtOnce)
        {
            Referee.Report(ViolationKind.Stuck, "time stands still");
        }
    }

    private void Plan()
    {
        for (int i = 0; i < Nodes.Length; i++)
        {
            HealedAt = Math.Max(HealedAt, Scenario.Nodes[i].StartAt);
            Events.Add(Scenario.Nodes[i].StartAt, SimulationEventKind.NodeStart, i);
        }

        for (int i = 0; i < Scenario.Faults.Length; i++)
        {
            Fault fault = Scenario.Faults[i];
            HealedAt = Math.Max(HealedAt, fault.End + fault.Kind switch
            {
                FaultKind.AddressRemoved => Bounds.Restore,

                // The last packet that it held up is still on its way.
                FaultKind.Delay => fault.Argument,
                _ => 0,
            });
            Events.Add(fault.Start, SimulationEventKind.FaultStart, i);
            Events.Add(fault.End, SimulationEventKind.FaultEnd, i);
        }

        // The first results of checks are a fault that ends, too.
        HealedAt += Bounds.Interval;
        long settled = HealedAt + Bounds.Settle;
        Events.Add(settled, SimulationEventKind.Settled, 0);
        Events.Add(settled + Bounds.Announcing + Bounds.Calm, SimulationEventKind.End, 0);
    }

    private void Happen(in SimulationEvent next)
    {
        switch (next.Kind)
        {
            case SimulationEventKind.Timer:
                Nodes[next.Subject].OnTimer(next.Time);
                break;
            case SimulationEventKind.Arrival:
                Network.Arrive(next.Subject, next.Packet!);
                break;
            case SimulationEventKind.NodeStart:
                Nodes[next.Subject].FirstStart();
                break;
            case SimulationEventKind.CheckReport:
                Nodes[next.Subject].OnCheckDue();
                break;
            case SimulationEventKind.Settled:
                Trace?.Line(Now, "everything has to be settled now");
                Referee.OnSettled();
                break;
            default:
                Happen(Scenario.Faults[next.Subject], next.Kind == SimulationEventKind.FaultStart);
                break;
        }
    }

    private void Happen(in Fault fault, bool begins)
    {
        Trace?.Line(Now, $"{(begins ? "begins" : "ends")}: {fault.Describe()}");
        Network.Apply(fault, begins);
        Clients.OnWaysChanged();
        if (fault.Kind is not (FaultKind.Loss or FaultKind.Duplication or FaultKind.Delay or FaultKind.Partition or FaultKind.Mute or FaultKind.Deaf or FaultKind.OneWay))
        {
            Nodes[fault.Node].Apply(fault, begins);
        }

        Referee.MarkChanged();
    }
}
