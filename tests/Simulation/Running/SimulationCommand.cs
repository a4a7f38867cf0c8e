using System.Globalization;
using System.Security.Cryptography;
using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Running;

/// <summary>The command line: 0 when everything held, 1 after a violation, 2 for wrong options.</summary>
internal static class SimulationCommand
{
    private const int ShownOfEachKind = 2;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (!SimulationOptions.TryParse(args, out SimulationOptions options, out string error))
        {
            errors.WriteLine(error);
            return 2;
        }

        return options.Replay is { } replay ? Replay(replay, options, output) : RunMany(options, output);
    }

    private static int RunMany(SimulationOptions options, TextWriter output)
    {
        ulong seed = options.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {options.Scenarios} scenarios on {options.Parallel} threads"));
        output.Flush();
        SimulationSummary summary = options.IsTraced
            ? Trace(seed, options, output)
            : SimulationRun.Run(seed, options.Scenarios, options.Parallel, options.KeepsGoing, options.Rules);
        foreach ((long number, ScenarioResult result) in summary.Failed.GroupBy(static pair => pair.Value.Violation!.Kind).SelectMany(static group => group.Take(ShownOfEachKind)))
        {
            Explain(number, result, options, output);
        }

        foreach ((ViolationKind kind, long count) in summary.Kinds)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {count}"));
        }

        output.WriteLine(summary.Describe(seed));
        return summary.Violations == 0 ? 0 : 1;
    }

    /// <summary>A few scenarios, one after the other, with everything that happens in them.</summary>
    private static SimulationSummary Trace(ulong seed, SimulationOptions options, TextWriter output)
    {
        var summary = new SimulationSummary();
        for (long number = 0; number < options.Scenarios && (options.KeepsGoing || summary.Violations == 0); number++)
        {
            Scenario scenario = ScenarioGenerator.Generate(RandomSource.Derive(seed, (ulong)number));
            summary.Add(number, new Simulator(scenario, options.Rules, new SimulationTrace(output)).Run());
        }

        return summary;
    }

    private static int Replay(ulong scenarioSeed, SimulationOptions options, TextWriter output)
    {
        Scenario scenario = ScenarioGenerator.Generate(scenarioSeed);
        if (options.Faults is { } faults)
        {
            scenario = Shrinker.Keep(scenario, faults);
        }

        ScenarioDescription.Write(scenario, output);
        SimulationTrace? trace = options.IsTraced ? new SimulationTrace(output) : null;
        ScenarioResult result = new Simulator(scenario, options.Rules, trace).Run();
        output.WriteLine(result.Violation is { } violation ? $"VIOLATION {violation}" : "Everything held.");
        return result.Violation is null ? 0 : 1;
    }

    private static void Explain(long number, in ScenarioResult result, SimulationOptions options, TextWriter output)
    {
        Violation violation = result.Violation!;
        Scenario shrunk = Shrinker.Shrink(ScenarioGenerator.Generate(result.Seed), violation.Kind, options.Rules);
        string faults = string.Join(',', shrunk.Faults.Select(static fault => fault.Number));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"VIOLATION in scenario {number}, its own seed is {result.Seed}: {violation}"));
        output.WriteLine($"  with these of its faults alone: {(faults.Length == 0 ? "none" : faults)}");
        foreach (Fault fault in shrunk.Faults)
        {
            output.WriteLine($"    {fault.Describe()}");
        }

        string more = (options.Rules.UsesReference ? "" : " --outcomes-only")
            + (options.Rules.Without == Excuses.None ? "" : $" --without {options.Rules.Without.ToString().Replace(" ", "", StringComparison.Ordinal)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  replay: dotnet run -c Release --project tests/Simulation -- --replay {result.Seed} --faults \"{faults}\"{more} --trace"));
    }
}
