using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.Running;
using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Tests;

public sealed class SimulationTests
{
    private const ulong Seed = 20250101;

    [Fact]
    public void A_hundred_thousand_random_scenarios_hold()
    {
        SimulationSummary summary = SimulationRun.Run(Seed, 100_000, Environment.ProcessorCount, keepsGoing: true);
        TestContext.Current.TestOutputHelper?.WriteLine(summary.Describe(Seed));
        Assert.True(summary.Violations == 0, string.Join('\n', summary.Failed.Values.Take(5).Select(
            static result => $"dotnet run -c Release --project tests/Simulation -- --replay {result.Seed} --trace: {result.Violation}")));
        Assert.Equal(100_000, summary.Scenarios);

        // Scenarios in which nothing happens would hold, too.
        Assert.True(summary.Failovers > 50_000, $"only {summary.Failovers} failovers");
    }

    [Fact]
    public void A_seed_means_the_same_trace_byte_by_byte()
    {
        for (ulong number = 0; number < 50; number++)
        {
            string first = Trace(number);
            Assert.True(first.Length > 200);
            Assert.Equal(first, Trace(number));
        }
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        string alone = SimulationRun.Run(7, 1000, parallel: 1).Describe(7);
        Assert.Equal(alone, SimulationRun.Run(7, 1000, parallel: 3).Describe(7));
    }

    [Theory]
    [InlineData(nameof(Sabotage.NoAnnouncements), nameof(ViolationKind.MisledClient))]
    [InlineData(nameof(Sabotage.KeepsAddresses), nameof(ViolationKind.Addresses))]
    [InlineData(nameof(Sabotage.SendsTooFew), nameof(ViolationKind.Oscillation))]
    [InlineData(nameof(Sabotage.HearsNothing), nameof(ViolationKind.TwoMasters))]
    [InlineData(nameof(Sabotage.SleepsTooLong), nameof(ViolationKind.NoMaster))]
    public void A_broken_node_is_found(string sabotage, string kind)
    {
        SimulationSummary summary = SimulationRun.Run(
            Seed, 1000, Environment.ProcessorCount, keepsGoing: true, new RunRules { UsesReference = false, Sabotage = Enum.Parse<Sabotage>(sabotage) });
        Assert.Contains(Enum.Parse<ViolationKind>(kind), summary.Kinds.Keys);
    }

    /// <summary>Scenarios that were a mistake of the referee once.</summary>
    [Theory]
    [InlineData(2405433148245880635)]
    [InlineData(408054180947422932)]
    public void What_was_mended_stays_mended(ulong scenario) => Assert.Null(SimulationRun.RunOne(scenario, RunRules.Usual).Violation);

    [Fact]
    public void A_failing_scenario_shrinks_to_the_faults_that_matter()
    {
        var rules = new RunRules { UsesReference = false, Sabotage = Sabotage.KeepsAddresses };
        SimulationSummary summary = SimulationRun.Run(Seed, 1000, 1, keepsGoing: true, rules);
        ScenarioResult failed = summary.Failed.Values.First(static result => ScenarioGenerator.Generate(result.Seed).Faults.Length > 4);
        ViolationKind kind = failed.Violation!.Kind;
        Scenario whole = ScenarioGenerator.Generate(failed.Seed);
        Scenario shrunk = Shrinker.Shrink(whole, kind, rules);
        Assert.True(shrunk.Faults.Length < whole.Faults.Length);
        Assert.Equal(kind, new Simulator(shrunk, rules).Run().Violation?.Kind);

        // The same faults, chosen by their numbers as the command line does.
        Scenario chosen = Shrinker.Keep(whole, [.. shrunk.Faults.Select(static fault => fault.Number)]);
        Assert.Equal(shrunk.Faults, chosen.Faults);
    }

    private static string Trace(ulong number)
    {
        using var writer = new StringWriter();
        new Simulator(ScenarioGenerator.Generate(RandomSource.Derive(Seed, number)), RunRules.Usual, new SimulationTrace(writer)).Run();
        return writer.ToString();
    }
}
