using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Running;

/// <summary>Takes faults away from a failing scenario as long as it still fails in the same way.</summary>
internal static class Shrinker
{
    public static Scenario Shrink(Scenario scenario, ViolationKind kind, RunRules rules)
    {
        bool hasShrunk = true;
        while (hasShrunk)
        {
            hasShrunk = false;
            for (int i = scenario.Faults.Length - 1; i >= 0; i--)
            {
                Scenario smaller = scenario with { Faults = [.. scenario.Faults.Where((_, place) => place != i)] };
                if (new Simulator(smaller, rules).Run().Violation?.Kind == kind)
                {
                    scenario = smaller;
                    hasShrunk = true;
                }
            }
        }

        return scenario;
    }

    /// <summary>The scenario with only some of its faults.</summary>
    public static Scenario Keep(Scenario scenario, int[] faults) =>
        scenario with { Faults = [.. scenario.Faults.Where(fault => Array.IndexOf(faults, fault.Number) >= 0)] };
}
