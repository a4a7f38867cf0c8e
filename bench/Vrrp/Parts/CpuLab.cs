using System.Diagnostics;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>A segment with one master of many virtual routers and a backup or two.</summary>
internal sealed class CpuLab(int count, TimeSpan interval) : IDisposable
{
    public const int MasterPriority = 255;
    public const int BackupPriority = 100;

    /// <summary>
    /// What is measured is the steady state. It begins when a new master has announced its addresses again, after 1 s, and when
    /// the agent has given back the memory of its start, after 5 s.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(5.5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestNetwork _network = new();
    private readonly List<EngineProcess> _engines = [];

    /// <summary>Starts an engine on a node of its own; the first one is the master.</summary>
    public EngineProcess Start(IContender contender)
    {
        int number = _engines.Count;
        TestNode node = _network.AddNode($"n{number}", $"10.77.0.{number + 1}/16");
        EngineProcess engine = contender.Start(node, new Workload(InstanceSpec.Many(count, number == 0 ? MasterPriority : BackupPriority))
        {
            Version = interval < TimeSpan.FromSeconds(1) ? 3 : 2, Interval = interval, AnnouncementDelay = 1,
        });
        _engines.Add(engine);
        return engine;
    }

    /// <summary>Waits until the master advertises everything, makes sure that nobody else does, and lets the start pass.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await RequireOrderAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(Settling, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seconds of processor time a minute and memory at the end, of every engine, while no capture runs.</summary>
    public async Task<IReadOnlyDictionary<EngineProcess, ProcessUsage>> MeasureAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        ProcessUsage[] before = [.. _engines.Select(ProcessUsage.Read)];
        await Task.Delay(window, cancellationToken).ConfigureAwait(false);
        double minutes = Stopwatch.GetElapsedTime(started).TotalMinutes;
        ProcessUsage[] after = [.. _engines.Select(ProcessUsage.Read)];
        await RequireOrderAsync(cancellationToken).ConfigureAwait(false);
        return _engines.Select((engine, i) => (engine, new ProcessUsage((after[i].Processor - before[i].Processor) / minutes, after[i].Memory))).ToDictionary();
    }

    public void Dispose() => _network.Dispose();

    private async Task RequireOrderAsync(CancellationToken cancellationToken)
    {
        using WireTap master = WireTap.On(_engines[0].Node);
        using WireTap backups = new(_network.SwitchNamespace, [.. _engines.Skip(1).Select(engine => engine.Node.Name)]);
        await master.WaitForRoutersAsync(count, 0, Patience, () => _engines[0].Log, cancellationToken).ConfigureAwait(false);
        if (backups.RoutersSince(0) is var wrong and > 0)
        {
            throw new InvalidOperationException($"{wrong} virtual routers were advertised by a backup");
        }
    }
}
