using NginxHa.Cmdlets.Commands.Nginx;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>Finds monitors of upstreams: those of this process and those of the agent.</summary>
internal static class MonitorFinder
{
    /// <summary>The monitors of an engine.</summary>
    /// <exception cref="VrrpEngineException">There is no agent.</exception>
    public static IUpstreamMonitorService ServiceOf(EngineKind kind) => kind == EngineKind.Session
        ? UpstreamMonitors.Session
        : ServiceOf(EngineSelector.Get(kind));

    /// <summary>The monitors beside an engine.</summary>
    /// <exception cref="VrrpEngineException">The agent has none.</exception>
    public static IUpstreamMonitorService ServiceOf(IVrrpEngine engine) => engine.Kind == EngineKind.Session
        ? UpstreamMonitors.Session
        : engine as IUpstreamMonitorService ?? throw new VrrpEngineException(VrrpEngineError.AgentIncompatible, "The agent knows no monitors of upstreams.");

    /// <summary>The monitors whose name matches, by engine and name.</summary>
    /// <param name="names">Names with wildcards; null for all.</param>
    /// <param name="kind">The engine to ask; null for all that answer.</param>
    /// <param name="missing">Takes an error for each name without wildcards that no monitor has, and that of an engine which fails beside another.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<NginxUpstreamMonitor>> FindAsync(
        IReadOnlyList<string>? names, EngineKind? kind, Action<HaException> missing, CancellationToken cancellationToken)
    {
        List<NginxUpstreamMonitor> all = [.. (await EngineQuestion.AskAsync(kind, static (engine, token) => ServiceOf(engine).GetMonitorsAsync(token), missing, cancellationToken).ConfigureAwait(true))
            .Select(static found => new NginxUpstreamMonitor(found.Answer, found.Engine.Kind))];
        return NameMatch.Choose(all, names, static monitor => monitor.Name, HaErrors.NginxMonitorNotFound, missing);
    }
}
