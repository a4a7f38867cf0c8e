using System.Globalization;
using NginxHa.Bench.Vrrp.Results;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>How long a client of nginx is without an answer when the master is lost.</summary>
internal sealed class GapPart : IPart
{
    public string Name => "gap";

    public async Task<PartResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        int few = bench.Choose(5, 1);
        int many = bench.Choose(10, 1);
        GapScenario[] scenarios =
        [
            new("gap-hard-v2-1s", "hard loss, v2, 1 s", GapCause.HardLoss, 2, 1, few),
            new("gap-hard-v3-0.1s", "hard loss, v3, 0.1 s", GapCause.HardLoss, 3, 0.1, many),
            new("gap-hard-v3-0.01s", "hard loss, v3, 0.01 s", GapCause.HardLoss, 3, 0.01, many),
            new("gap-stop-v2-1s", "graceful stop, v2, 1 s", GapCause.GracefulStop, 2, 1, few),
            new("gap-stop-v3-0.1s", "graceful stop, v3, 0.1 s", GapCause.GracefulStop, 3, 0.1, few),
            new("gap-nginx", "nginx dies, tracked, v3, 0.1 s", GapCause.NginxDeath, 3, 0.1, few),
        ];
        PartResult result = new(Name, string.Create(CultureInfo.InvariantCulture,
            $"nginx on two nodes behind one virtual IP; priorities 200 and 100. A client opens a fresh connection every {GapRound.Pace.TotalMilliseconds} ms whatever became of the earlier ones (each has {GapRound.ProbeTimeout.TotalMilliseconds} ms). Value: longest time between two good answers. Turn by turn, {few} to {many} rounds a line, each at the same distance from the last advertisement (or last look of the track) for both engines: a tenth to nine tenths of an interval, evenly spread. The track is the same program for both, every second, dead after two failures."), []);
        using TestNetwork network = new();
        GapLab lab = await GapLab.BuildAsync(network, cancellationToken).ConfigureAwait(false);
        foreach (GapScenario scenario in scenarios)
        {
            Bench.Say($"gap: {scenario.What}");
            Measure measure = new(scenario.Key, scenario.What, "ms", [], []);
            for (int run = 0; run < scenario.Runs; run++)
            {
                double phase = 0.1 + (0.8 * run / Math.Max(1, scenario.Runs - 1));
                foreach (Contenders.IContender contender in bench.InTurn(run))
                {
                    GapRound round = new(lab, contender, scenario, phase);
                    bench.Side(measure, contender).Add(await round.RunAsync(cancellationToken).ConfigureAwait(false));
                }
            }

            result.Measures.Add(measure);
        }

        return result;
    }
}
