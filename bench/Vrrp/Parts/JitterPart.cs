using System.Globalization;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Bench.Vrrp.Results;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>How far the time between two advertisements is from the interval of 10 ms. Both engines run at once, on networks of their own.</summary>
internal sealed class JitterPart : IPart
{
    private const double Interval = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly (string Name, double Share)[] Shares = [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)];

    public string Name => "jitter";

    public async Task<PartResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        int blocks = bench.Choose(5, 1);
        var window = TimeSpan.FromSeconds(bench.Choose(12, 2));
        PartResult result = new(Name, string.Create(CultureInfo.InvariantCulture,
            $"One master, VRRPv3, an advertisement every 10 ms; both engines at once on networks of their own, {blocks} fresh starts of {window.TotalSeconds} s a condition. Value: how far the time between two advertisements, by the kernel's clock at the far end of the cable, is from 10 ms. Busy: an endless sha256sum a processor. Real-time: priority 1 (SCHED_RR) for both."), []);
        foreach ((string key, string what, bool isBusy, bool isRealTime) in new[]
        {
            ("idle", "idle", false, false), ("busy", "both processors busy", true, false), ("busy-rt", "both processors busy, real-time", true, true),
        })
        {
            Bench.Say($"jitter: {what}");
            await RunAsync(bench, result, key, what, isBusy, isRealTime, blocks, window, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private static async Task RunAsync(
        Bench bench, PartResult result, string key, string what, bool isBusy, bool isRealTime, int blocks, TimeSpan window, CancellationToken cancellationToken)
    {
        Measure[] measures = [.. Shares.Select(share => new Measure($"jitter-{key}-{share.Name}", $"{share.Name}, {what}", "ms", [], []))];
        Dictionary<IContender, List<double>> all = new() { [bench.Ours] = [], [bench.Theirs] = [] };
        using BusyProcessors? busy = isBusy ? new BusyProcessors() : null;
        for (int block = 0; block < blocks; block++)
        {
            foreach ((IContender contender, List<double> deviations) in await RunBlockAsync(bench, block, isRealTime, window, cancellationToken).ConfigureAwait(false))
            {
                all[contender].AddRange(deviations);
                deviations.Sort();
                for (int i = 0; i < Shares.Length; i++)
                {
                    bench.Side(measures[i], contender).Add(Percentiles.Of(deviations, Shares[i].Share));
                }
            }
        }

        result.Measures.AddRange(measures);
        foreach ((IContender contender, List<double> deviations) in all)
        {
            deviations.Sort();
            result.Remarks.Add($"- {what}, {contender.Name}, all {deviations.Count} together: " + string.Join(", ", Shares.Select(share =>
                string.Create(CultureInfo.InvariantCulture, $"{share.Name} {Percentiles.Of(deviations, share.Share):0.000} ms"))));
        }
    }

    private static async Task<List<(IContender, List<double>)>> RunBlockAsync(
        Bench bench, int block, bool isRealTime, TimeSpan window, CancellationToken cancellationToken)
    {
        List<(IContender Contender, TestNetwork Network, EngineProcess Engine, WireTap Tap)> running = [];
        try
        {
            foreach (IContender contender in bench.InTurn(block))
            {
                TestNetwork network = new();
                TestNode node = network.AddNode("a", "10.77.0.1/16");
                WireTap tap = network.Own(WireTap.On(node));
                Workload workload = new(InstanceSpec.Many(1, 255)) { Version = 3, Interval = TimeSpan.FromMilliseconds(Interval), IsRealTime = isRealTime };
                EngineProcess engine = contender.Start(node, workload);
                running.Add((contender, network, engine, tap));
                await tap.WaitForRoutersAsync(1, 0, Patience, () => engine.Log, cancellationToken).ConfigureAwait(false);
            }

            // The start itself, and the addresses it announces, are over.
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
            long start = Clock.Now;
            await Task.Delay(window, cancellationToken).ConfigureAwait(false);
            return [.. running.Select(one => (one.Contender, Deviations(one.Tap.Since(start))))];
        }
        finally
        {
            running.ForEach(one => one.Network.Dispose());
        }
    }

    private static List<double> Deviations(IReadOnlyList<Advert> adverts) =>
        [.. adverts.Zip(adverts.Skip(1), (one, next) => Math.Abs(Clock.Milliseconds(one.Time, next.Time) - Interval))];
}
