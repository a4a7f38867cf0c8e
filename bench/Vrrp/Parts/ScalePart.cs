using System.Globalization;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Bench.Vrrp.Results;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>How many masters at 1 s an engine serves on two processors before advertisements are late by more than a tenth of the interval.</summary>
internal sealed class ScalePart : IPart
{
    private const int RoutersPerInterface = 255;
    private const double Interval = 1000;
    private const double LateAbove = 1100;
    private const double Share = 0.999;
    private static readonly int[] Levels = [4096, 2048, 1024, 512, 255];
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(6);

    public string Name => "scale";

    public async Task<PartResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        int runs = bench.Choose(5, 1);
        var window = TimeSpan.FromSeconds(bench.Choose(6, 3));
        PartResult result = new(Name, string.Create(CultureInfo.InvariantCulture,
            $"Masters (priority 255, VRRPv2, 1 s) on as many interfaces as {RoutersPerInterface} a piece need, up to {Levels[0]} on 17, turn by turn, {runs} runs. A level is held when after {Settling.TotalSeconds} s, over {window.TotalSeconds} s, every virtual router advertises and at most one in a thousand times between two advertisements is above 1.1 s; the next lower level is tried until one is held."), []);
        Measure held = new("scale-held", "masters at 1 s held, at most 4,096 tried", "", [], []) { MoreIsBetter = true };
        Measure late = new("scale-late", "lateness (p99.9) at the highest level held", "ms", [], []) { HasTarget = false };
        Measure processor = new("scale-cpu", "processor at the highest level held", "s/min", [], []) { HasTarget = false };
        for (int run = 0; run < runs; run++)
        {
            foreach (IContender contender in bench.InTurn(run))
            {
                foreach (int level in Levels)
                {
                    Bench.Say(string.Create(CultureInfo.InvariantCulture, $"scale: {contender.Name}, {level}"));
                    (bool isHeld, double lateness, double used, string why) = await RunLevelAsync(contender, level, window, cancellationToken).ConfigureAwait(false);
                    if (isHeld || level == Levels[^1])
                    {
                        bench.Side(held, contender).Add(isHeld ? level : 0);
                        bench.Side(late, contender).Add(lateness);
                        bench.Side(processor, contender).Add(used);
                        break;
                    }

                    result.Remarks.Add(string.Create(CultureInfo.InvariantCulture, $"- Run {run + 1}, {contender.Name}, {level} not held: {why}"));
                }
            }
        }

        result.Measures.AddRange([held, late, processor]);
        return result;
    }

    private static async Task<(bool IsHeld, double Lateness, double Processor, string Why)> RunLevelAsync(
        IContender contender, int level, TimeSpan window, CancellationToken cancellationToken)
    {
        using TestNetwork network = new();
        TestNode node = network.AddNode("a");
        List<InstanceSpec> instances = [];
        List<string> ports = [];
        for (int segment = 0; instances.Count < level; segment++)
        {
            node.Ip(
                $"link add e{segment} type veth peer name p{segment} netns {network.SwitchNamespace}",
                $"address add 10.{segment}.0.1/16 dev e{segment}",
                $"link set e{segment} up");
            Command.Run("ip", "-n", network.SwitchNamespace, "link", "set", $"p{segment}", "up");
            ports.Add($"p{segment}");
            instances.AddRange(InstanceSpec.Many(Math.Min(RoutersPerInterface, level - instances.Count), 255, $"e{segment}", segment));
        }

        WireTap tap = network.Own(new WireTap(network.SwitchNamespace, ports));
        EngineProcess engine = contender.Start(node, new Workload(instances));
        try
        {
            await tap.WaitForRoutersAsync(level, 0, StartPatience, () => $"{contender.Name}: {engine.Log}", cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            string why = $"{tap.RoutersSince(0)} have advertised {StartPatience.TotalSeconds} s after the start";
            engine.Kill();
            return (false, double.NaN, double.NaN, why);
        }

        await Task.Delay(Settling, cancellationToken).ConfigureAwait(false);
        long since = Clock.Now;
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        double before = ProcessUsage.Read(engine).Processor;
        await Task.Delay(window, cancellationToken).ConfigureAwait(false);
        double used = (ProcessUsage.Read(engine).Processor - before) / System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMinutes;
        List<double> times = [];
        int silent = level;
        foreach (IGrouping<(int, byte), Advert> router in tap.Since(since).GroupBy(advert => advert.Router))
        {
            List<double> own = [.. router.Zip(router.Skip(1), (one, next) => Clock.Milliseconds(one.Time, next.Time))];
            times.AddRange(own);
            silent -= own.Count > 0 ? 1 : 0;
        }

        // It is about to go with its network; thousands of addresses need not be taken off one by one.
        engine.Kill();
        times.Sort();
        double longest = Percentiles.Of(times, Share);
        return (
            silent == 0 && longest <= LateAbove,
            Math.Max(0, longest - Interval),
            used,
            string.Create(CultureInfo.InvariantCulture, $"{silent} silent, p99.9 of the times {longest:0} ms"));
    }
}
