using System.Management.Automation;
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
        NginxUpstreamMonitor[] all = [.. (await EngineQuestion.AskAsync(kind, static (engine, token) => ServiceOf(engine).GetMonitorsAsync(token), missing, cancellationToken).ConfigureAwait(true))
            .Select(static found => new NginxUpstreamMonitor(found.Answer, found.Engine.Kind))];
        if (names is null)
        {
            return all;
        }

        var chosen = new List<NginxUpstreamMonitor>();
        foreach (string name in names)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            NginxUpstreamMonitor[] matches = Array.FindAll(all, monitor => pattern.IsMatch(monitor.Name));

            // A name may hold characters that a wildcard pattern gives a meaning: the literal name is always found.
            if (matches.Length == 0)
            {
                matches = Array.FindAll(all, monitor => string.Equals(monitor.Name, name, StringComparison.OrdinalIgnoreCase));
            }

            if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                missing(HaErrors.NginxMonitorNotFound(name));
            }

            chosen.AddRange(matches.Where(match => !chosen.Contains(match)));
        }

        return chosen;
    }
}
