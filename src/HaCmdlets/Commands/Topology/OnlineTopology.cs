using NginxHa.Cmdlets.Engines;
using NginxHa.Installation;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Online;
using NginxHa.Installation.Prerequisites;
using NginxHa.Installation.Records;
using NginxHa.Installation.Services;
using NginxHa.Platform;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Holds a topology against the segment that this node is on, and against what runs here. Nothing is changed.</summary>
internal static class OnlineTopology
{
    private const string Keepalived = "keepalived";

    /// <summary>Listens for all virtual routers of the node at once, and judges.</summary>
    /// <param name="topology">A topology without errors.</param>
    /// <param name="self">What this node has to run.</param>
    /// <param name="listenTime">How long to listen; null for as long as the intervals ask for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<Finding>> TestAsync(HaTopology topology, NodeDeclaration self, TimeSpan? listenTime, CancellationToken cancellationToken)
    {
        var files = new MachineFiles();
        bool keepalived = ServiceProcess.IsRunning(files, Keepalived, ServiceProcess.PidPaths(Component.Keepalived, InstallationRecords.Read(files, Component.Keepalived)));
        IReadOnlyList<VrrpInstanceStatus> running = await ReadRunningAsync(cancellationToken);
        var findings = new List<Finding>();
        Task<IReadOnlyList<Finding>>[] tests =
        [
            .. LiveRouter.Of(topology, self).Select(router => TestAsync(
                router with
                {
                    Running = [.. running.Where(each => IsOf(each, router))],

                    // The keepalived of a network namespace has its process id elsewhere.
                    KeepalivedRuns = router.Options.NetworkNamespace is null ? keepalived : null,
                },
                listenTime,
                files,
                cancellationToken)),
        ];
        foreach (Task<IReadOnlyList<Finding>> test in tests)
        {
            findings.AddRange(await test);
        }

        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> TestAsync(LiveRouter router, TimeSpan? listenTime, MachineFiles files, CancellationToken cancellationToken)
    {
        GroundTarget target = router.Target(listenTime);
        GroundFacts facts = await new GroundReader(ProcessCommandRunner.Instance, files).ReadAsync(target, cancellationToken);
        return new OnlineChecks(router, facts, target).Judge();
    }

    private static bool IsOf(VrrpInstanceStatus status, LiveRouter router) => status.NetworkNamespace == router.Options.NetworkNamespace
        && (status.Name == router.Options.Name
            || (status.VirtualRouterId == router.Options.VirtualRouterId && status.Interface == router.Options.Interface && status.Options.EffectiveFamily == router.Options.EffectiveFamily));

    private static async Task<IReadOnlyList<VrrpInstanceStatus>> ReadRunningAsync(CancellationToken cancellationToken)
    {
        var running = new List<VrrpInstanceStatus>();
        foreach (IVrrpEngine engine in await EngineSelector.GetAnsweringAsync(null, cancellationToken))
        {
            running.AddRange(await engine.GetInstancesAsync(cancellationToken));
        }

        return running;
    }
}
