using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Running;

/// <summary>Runs many scenarios on several threads. The result does not depend on their number.</summary>
internal static class SimulationRun
{
    private const long Batch = 64;

    public static ScenarioResult RunOne(ulong scenarioSeed, RunRules rules) => new Simulator(ScenarioGenerator.Generate(scenarioSeed), rules).Run();

    /// <param name="seed">Seed of the run: scenario number n has the seed that <see cref="RandomSource.Derive"/> makes of both.</param>
    /// <param name="scenarios">How many.</param>
    /// <param name="parallel">Number of threads.</param>
    /// <param name="keepsGoing">Go on after a violation.</param>
    /// <param name="rules">How strictly.</param>
    public static SimulationSummary Run(ulong seed, long scenarios, int parallel, bool keepsGoing = false, RunRules? rules = null)
    {
        long next = 0;
        long limit = scenarios;
        var total = new SimulationSummary();
        var threads = new Thread[parallel];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work);
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return total;

        void Work()
        {
            var summary = new SimulationSummary();
            while (true)
            {
                long first = Interlocked.Add(ref next, Batch) - Batch;
                if (first >= Interlocked.Read(ref limit))
                {
                    break;
                }

                for (long number = first; number < Math.Min(first + Batch, scenarios); number++)
                {
                    ScenarioResult result = RunOne(RandomSource.Derive(seed, (ulong)number), rules ?? RunRules.Usual);
                    summary.Add(number, result);
                    if (result.Violation is not null && !keepsGoing)
                    {
                        // Batches before this one are finished, so that the first violation is always the same one.
                        Interlocked.Exchange(ref limit, 0);
                        break;
                    }
                }
            }

            lock (total)
            {
                total.Add(summary);
            }
        }
    }
}
