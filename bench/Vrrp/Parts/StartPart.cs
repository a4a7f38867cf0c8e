using System.Globalization;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Bench.Vrrp.Results;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>From exec to the first advertisement, and what a reload does to 250 virtual routers that it does not touch.</summary>
internal sealed class StartPart : IPart
{
    private const int Many = 250;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReloadInterval = TimeSpan.FromMilliseconds(100);

    public string Name => "start";

    public async Task<PartResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        int starts = bench.Choose(11, 3);
        int crowds = bench.Choose(5, 1);
        int reloads = bench.Choose(5, 1);
        PartResult result = new(Name, string.Create(CultureInfo.InvariantCulture,
            $"Turn by turn: {starts} starts with one address owner (priority 255), {crowds} with {Many}, by the kernel's time of the advertisement; {reloads} reloads of {Many} masters at 0.1 s (VRRPv3) that add one more address owner, from the signal to its first advertisement. An advertisement counts as missed for every whole interval by which the next one is overdue within 2 s of the signal."), []);
        Measure first = new("start-first", "exec to the first advertisement", "ms", [], []);
        Measure crowd = new("start-250", $"exec until all of {Many} have advertised", "ms", [], []);
        Measure reload = new("reload-time", $"signal to the new one's first advertisement, beside {Many}", "ms", [], []);
        Measure silence = new("reload-silence", "longest silence of a virtual router that the reload does not touch", "ms", [], []);
        Measure missed = new("reload-missed", $"advertisements missed by the {Many}", "", [], []);
        Bench.Say("start: first advertisement");
        for (int run = 0; run < starts; run++)
        {
            foreach (IContender contender in bench.InTurn(run))
            {
                bench.Side(first, contender).Add(await StartAsync(contender, 1, cancellationToken).ConfigureAwait(false));
            }
        }

        Bench.Say($"start: {Many} virtual routers");
        for (int run = 0; run < crowds; run++)
        {
            foreach (IContender contender in bench.InTurn(run))
            {
                bench.Side(crowd, contender).Add(await StartAsync(contender, Many, cancellationToken).ConfigureAwait(false));
            }
        }

        Bench.Say("start: reload");
        for (int run = 0; run < reloads; run++)
        {
            foreach (IContender contender in bench.InTurn(run))
            {
                (double time, double longest, double lost) = await ReloadAsync(contender, cancellationToken).ConfigureAwait(false);
                bench.Side(reload, contender).Add(time);
                bench.Side(silence, contender).Add(longest);
                bench.Side(missed, contender).Add(lost);
            }
        }

        result.Measures.AddRange([first, crowd, reload, silence, missed]);
        return result;
    }

    private static async Task<double> StartAsync(IContender contender, int count, CancellationToken cancellationToken)
    {
        using TestNetwork network = new();
        TestNode node = network.AddNode("a", "10.77.0.1/16");
        WireTap tap = network.Own(WireTap.On(node));
        EngineProcess engine = contender.Start(node, new Workload(InstanceSpec.Many(count, 255)));
        await tap.WaitForRoutersAsync(count, 0, Patience, () => $"{contender.Name}: {engine.Log}", cancellationToken).ConfigureAwait(false);
        long last = tap.Since().GroupBy(advert => advert.Router).Max(router => router.Min(advert => advert.Time));
        return Clock.Milliseconds(engine.StartedAt, last);
    }

    private static async Task<(double Time, double Silence, double Missed)> ReloadAsync(IContender contender, CancellationToken cancellationToken)
    {
        using TestNetwork network = new();
        TestNode node = network.AddNode("a", "10.77.0.1/16");
        WireTap tap = network.Own(WireTap.On(node));
        Workload workload = new(InstanceSpec.Many(Many, 255)) { Version = 3, Interval = ReloadInterval };
        EngineProcess engine = contender.Start(node, workload);
        await tap.WaitForRoutersAsync(Many, 0, Patience, () => $"{contender.Name}: {engine.Log}", cancellationToken).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);

        long told = engine.Reload(workload with { Instances = InstanceSpec.Many(Many + 1, 255) });
        await tap.WaitForRoutersAsync(Many + 1, told, Patience, () => $"{contender.Name}: {engine.Log}", cancellationToken).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(Clock.Milliseconds(told, Clock.Now)) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Advert> adverts = tap.Since(told - (2 * ReloadInterval.Ticks * 100));
        double time = Clock.Milliseconds(told, adverts.First(advert => advert.Id == Many + 1).Time);
        double longest = 0;
        double missed = 0;
        foreach (IGrouping<byte, Advert> router in adverts.Where(advert => advert.Id <= Many && advert.Priority > 0).GroupBy(advert => advert.Id))
        {
            foreach (double gap in router.Zip(router.Skip(1), (one, next) => Clock.Milliseconds(one.Time, next.Time)))
            {
                longest = Math.Max(longest, gap);
                missed += Math.Max(0, Math.Round(gap / ReloadInterval.TotalMilliseconds) - 1);
            }
        }

        return (time, longest, missed);
    }
}
