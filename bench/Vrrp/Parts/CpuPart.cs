using System.Diagnostics;
using System.Globalization;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Bench.Vrrp.Results;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>Processor time and memory of masters and of backups, in mixed pairs: one engine of each kind at a time, as on real nodes, so that none shares pages with another of its kind.</summary>
internal sealed class CpuPart : IPart
{
    private const int MasterPriority = 255;
    private const int BackupPriority = 100;
    private static readonly (int Count, double Interval)[] Crowds = [(250, 0.1), (1, 1.0), (50, 1.0), (250, 1.0)];
    private static readonly string[] Roles = ["master", "backup"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A new master announces its addresses again after 1 s, and the window begins behind that.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public string Name => "cpu";

    public async Task<PartResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        int runs = bench.Choose(5, 1);
        var window = TimeSpan.FromSeconds(bench.Choose(6, 2));
        PartResult result = new(Name, string.Create(CultureInfo.InvariantCulture,
            $"A master (priority {MasterPriority}) of one kind with a backup (priority {BackupPriority}) of the other, then the other way round, {runs} times, each a fresh start; {Settling.TotalSeconds} s to settle, then a window of {window.TotalSeconds} s with no capture running. VRRPv2 at 1 s, VRRPv3 at 0.1 s. Processor time is that of all processes of an engine, by the scheduler's nanoseconds, kernel included; memory is the PSS of all of them at the end of the window."), []);
        foreach ((int count, double interval) in bench.Choose(Crowds, Crowds[..1]))
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"{count}-{interval}s");
            string what = string.Create(CultureInfo.InvariantCulture, $"{count} at {interval} s");
            Bench.Say($"cpu: {what}");
            Measure[] processor = [.. Roles.Select(role => new Measure($"cpu-{key}-{role}", $"processor, {role} of {what}", "s/min", [], []))];
            Measure[] memory = [.. Roles.Select(role => new Measure($"memory-{key}-{role}", $"memory, {role} of {what}", "MiB", [], []))];
            for (int run = 0; run < runs; run++)
            {
                foreach (IContender master in bench.InTurn(run))
                {
                    IContender[] kinds = [master, master == bench.Ours ? bench.Theirs : bench.Ours];
                    ProcessUsage[] used = await MeasureAsync(kinds, count, TimeSpan.FromSeconds(interval), window, cancellationToken).ConfigureAwait(false);
                    for (int role = 0; role < Roles.Length; role++)
                    {
                        bench.Side(processor[role], kinds[role]).Add(used[role].Processor);
                        bench.Side(memory[role], kinds[role]).Add(used[role].Memory);
                    }
                }
            }

            result.Measures.AddRange([.. processor, .. memory]);
        }

        return result;
    }

    /// <summary>Seconds of processor time a minute and memory, of the master and of the backup.</summary>
    private static async Task<ProcessUsage[]> MeasureAsync(
        IContender[] kinds, int count, TimeSpan interval, TimeSpan window, CancellationToken cancellationToken)
    {
        using TestNetwork network = new();
        TestNode[] nodes = [network.AddNode("a", "10.77.0.2/16"), network.AddNode("b", "10.77.0.1/16")];
        int[] priorities = [MasterPriority, BackupPriority];
        EngineProcess[] engines = [.. Enumerable.Range(0, Roles.Length).Select(role => kinds[role].Start(
            nodes[role],
            new Workload(InstanceSpec.Many(count, priorities[role])) { Version = interval < TimeSpan.FromSeconds(1) ? 3 : 2, Interval = interval, AnnouncementDelay = 1 }))];

        await RequireOrderAsync().ConfigureAwait(false);
        await Task.Delay(Settling, cancellationToken).ConfigureAwait(false);
        long started = Stopwatch.GetTimestamp();
        ProcessUsage[] before = [.. engines.Select(ProcessUsage.Read)];
        await Task.Delay(window, cancellationToken).ConfigureAwait(false);
        double minutes = Stopwatch.GetElapsedTime(started).TotalMinutes;
        ProcessUsage[] after = [.. engines.Select(ProcessUsage.Read)];
        await RequireOrderAsync().ConfigureAwait(false);
        return [.. after.Zip(before, (late, early) => new ProcessUsage((late.Processor - early.Processor) / minutes, late.Memory))];

        // Every virtual router is advertised by the master and by nobody else; outside of the window, as a capture costs time.
        async Task RequireOrderAsync()
        {
            using WireTap master = WireTap.On(nodes[0]);
            using WireTap backup = WireTap.On(nodes[1]);
            await master.WaitForRoutersAsync(count, 0, Patience, () => $"{kinds[0].Name}: {engines[0].Log}", cancellationToken).ConfigureAwait(false);
            if (backup.RoutersSince(0) is var wrong and > 0)
            {
                throw new InvalidOperationException($"{wrong} backups of {kinds[1].Name} advertise:\n{engines[1].Log}");
            }
        }
    }
}
