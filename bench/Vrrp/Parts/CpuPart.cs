using System.Globalization;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Bench.Vrrp.Results;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>Processor time and memory of masters and of backups.</summary>
internal sealed class CpuPart : IPart
{
    private static readonly (int Count, double Interval)[] Crowds = [(250, 0.1), (1, 1.0), (50, 1.0), (250, 1.0)];

    private const int Attempts = 4;

    public string Name => "cpu";

    public async Task<PartResult> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        int runs = bench.Choose(5, 1);
        var window = TimeSpan.FromSeconds(bench.Choose(6, 2));
        PartResult result = new(Name, string.Create(CultureInfo.InvariantCulture, $"""
            Two segments, turn by turn, {runs} times, each a fresh start: a NginxHa master with a keepalived backup, and a keepalived
            master with a backup of each, so that both backups hear the same (a NginxHa master sends in bursts, which costs any
            backup less). Priorities {CpuLab.MasterPriority} and {CpuLab.BackupPriority}; VRRPv2 at 1 s, VRRPv3 at 0.1 s; {CpuLab.Settling.TotalSeconds} s to settle (five seconds after
            its start the agent once gives back what memory the start took, 2.4 ms of work that is not counted), then a window of
            {window.TotalSeconds} s with no capture running. Processor time is that of all processes of an engine, by the scheduler's nanoseconds, kernel
            included. Memory is the PSS of all of them, at a moment when no other engine of the kind runs, so that none shares pages.
            """), []);
        foreach ((int count, double interval) in bench.Choose(Crowds, Crowds[..1]))
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"{count}-{interval}s");
            string what = string.Create(CultureInfo.InvariantCulture, $"{count} at {interval} s");
            Bench.Say($"cpu: {what}");
            Measure masterProcessor = new($"cpu-{key}-master", $"processor, master of {what}", "s/min", [], []);
            Measure backupProcessor = new($"cpu-{key}-backup", $"processor, backup of {what}", "s/min", [], []);
            Measure masterMemory = new($"memory-{key}-master", $"memory, master of {what}", "MiB", [], []);
            Measure backupMemory = new($"memory-{key}-backup", $"memory, backup of {what}", "MiB", [], []);
            for (int run = 0; run < runs; run++)
            {
                foreach (IContender master in bench.InTurn(run))
                {
                    Figures figures = await MeasureAsync(bench, master, count, TimeSpan.FromSeconds(interval), window, result, cancellationToken).ConfigureAwait(false);
                    bench.Side(masterProcessor, master).Add(figures.Leading.Processor);
                    if (figures.Third is not { } third)
                    {
                        masterMemory.Ours.Add(figures.Leading.Memory);
                        backupMemory.Theirs.Add(figures.Following.Memory);
                    }
                    else
                    {
                        masterMemory.Theirs.Add(figures.LeadingMemoryAlone);
                        backupMemory.Ours.Add(figures.Following.Memory);
                        backupProcessor.Ours.Add(figures.Following.Processor);
                        backupProcessor.Theirs.Add(third.Processor);
                    }
                }
            }

            result.Measures.AddRange([masterProcessor, backupProcessor, masterMemory, backupMemory]);
        }

        return result;
    }

    /// <summary>Measures one segment, again when its backups took over meanwhile: a machine that others use may silence a master for too long.</summary>
    private static async Task<Figures> MeasureAsync(
        Bench bench, IContender master, int count, TimeSpan interval, TimeSpan window, PartResult result, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await MeasureOnceAsync(bench, master, count, interval, window, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidOperationException problem) when (attempt < Attempts)
            {
                result.Remarks.Add(string.Create(CultureInfo.InvariantCulture, $"- {master.Name} as master of {count} at {interval.TotalSeconds} s, measured again: {problem.Message}"));
            }
        }
    }

    private static async Task<Figures> MeasureOnceAsync(
        Bench bench, IContender master, int count, TimeSpan interval, TimeSpan window, CancellationToken cancellationToken)
    {
        using CpuLab lab = new(count, interval);
        EngineProcess leading = lab.Start(master);
        EngineProcess following = lab.Start(master == bench.Ours ? bench.Theirs : bench.Ours);
        await lab.SettleAsync(cancellationToken).ConfigureAwait(false);
        double alone = ProcessUsage.Read(leading).Memory;
        EngineProcess? third = null;
        if (master == bench.Theirs)
        {
            third = lab.Start(bench.Theirs);
            await lab.SettleAsync(cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyDictionary<EngineProcess, ProcessUsage> used = await lab.MeasureAsync(window, cancellationToken).ConfigureAwait(false);
        return new Figures(used[leading], alone, used[following], third is null ? null : used[third]);
    }

    /// <summary>What the engines of one segment used.</summary>
    /// <param name="Leading">The master.</param>
    /// <param name="LeadingMemoryAlone">Its memory before another one of its kind was started.</param>
    /// <param name="Following">The backup of the other kind.</param>
    /// <param name="Third">The backup of the master's kind, if there was one.</param>
    private sealed record Figures(ProcessUsage Leading, double LeadingMemoryAlone, ProcessUsage Following, ProcessUsage? Third);
}
