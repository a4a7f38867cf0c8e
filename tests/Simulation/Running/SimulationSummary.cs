using System.Globalization;
using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Running;

/// <summary>What a run comes to.</summary>
internal sealed class SimulationSummary
{
    /// <summary>So many violations are kept with their description; all are counted.</summary>
    private const int KeptViolations = 1000;

    public long Scenarios { get; private set; }

    public long Failovers { get; private set; }

    public long Violations { get; private set; }

    /// <summary>How many violations of each kind.</summary>
    public SortedDictionary<ViolationKind, long> Kinds { get; } = [];

    public Int128 Ticks { get; private set; }

    /// <summary>The first failing scenarios, by their number in the run.</summary>
    public SortedList<long, ScenarioResult> Failed { get; } = [];

    public void Add(long number, in ScenarioResult result)
    {
        Scenarios++;
        Failovers += result.Failovers;
        Ticks += result.Duration;
        if (result.Violation is { } violation)
        {
            Violations++;
            Kinds[violation.Kind] = Kinds.GetValueOrDefault(violation.Kind) + 1;
            Failed.Add(number, result);
            Trim();
        }
    }

    public void Add(SimulationSummary other)
    {
        Scenarios += other.Scenarios;
        Failovers += other.Failovers;
        Violations += other.Violations;
        Ticks += other.Ticks;
        foreach ((ViolationKind kind, long count) in other.Kinds)
        {
            Kinds[kind] = Kinds.GetValueOrDefault(kind) + count;
        }

        foreach ((long number, ScenarioResult result) in other.Failed)
        {
            Failed.Add(number, result);
        }

        Trim();
    }

    /// <summary>The last line of a run.</summary>
    public string Describe(ulong seed)
    {
        double hours = (double)Ticks / TimeSpan.TicksPerHour;
        return string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {Scenarios} scenarios, {Failovers} failovers, {Violations} violations, {hours:0.0} simulated hours");
    }

    private void Trim()
    {
        while (Failed.Count > KeptViolations)
        {
            Failed.RemoveAt(Failed.Count - 1);
        }
    }
}
