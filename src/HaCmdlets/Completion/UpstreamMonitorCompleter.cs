using System.Collections;
using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes names of the monitors that run in this process and in the agent.</summary>
public sealed class UpstreamMonitorCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters) =>
        EngineAnswer.Get(static async (engine, token) => (IReadOnlyList<(string, string)>)[
            .. (await MonitorFinder.ServiceOf(engine).GetMonitorsAsync(token).ConfigureAwait(false))
                .Select(monitor => (monitor.Name, $"watches {monitor.Path}{(engine.Kind == EngineKind.Agent ? " in the agent" : "")}"))]);
}
