using System.Net;
using System.Net.Sockets;
using NginxHa.Agent.Logging;
using NginxHa.Agent.Metrics;
using NginxHa.Agent.Reloading;
using NginxHa.Control;
using NginxHa.Topology;

namespace NginxHa.Agent.Hosting;

/// <summary>The agent's own settings: its log and its metrics change while it runs, its scheduling with the next start.</summary>
/// <param name="log">The log.</param>
/// <param name="forced">What the command line says of the log, which a document does not change.</param>
/// <param name="collect">Collects metrics.</param>
internal sealed class AgentSettingsApplier(
    AgentLog log, Func<AgentLogSettings, AgentLogSettings> forced, Func<CancellationToken, Task<string>> collect) : ISettingsApplier, IAsyncDisposable
{
    private volatile MetricsListener? _metrics;

    /// <summary>Where metrics are served, or null.</summary>
    public IPEndPoint? MetricsEndPoint => _metrics?.EndPoint;

    public SettingsChange Prepare(AgentSettings before, AgentSettings after, out string? problem)
    {
        problem = null;
        var changes = new List<ReloadChange>();
        if (before.Log != after.Log)
        {
            changes.Add(new ReloadChange(ReloadChangeKind.SettingChanged, "log"));
        }

        if (before.Scheduling != after.Scheduling)
        {
            changes.Add(new ReloadChange(ReloadChangeKind.SettingChanged, "scheduling", "takes effect when the agent is started again"));
        }

        // What should listen and does not is tried again, whether it has changed or not.
        MetricsListener? old = _metrics;
        MetricsListener? bound = null;
        bool replaces = before.Metrics != after.Metrics || (after.Metrics is not null && old is null);
        if (replaces)
        {
            changes.Add(new ReloadChange(ReloadChangeKind.SettingChanged, "metrics", after.Metrics is null ? "off" : $"at {EndPointOf(after.Metrics)}"));
            bound = Bind(after.Metrics, out problem);
        }

        return new SettingsChange(changes, Apply, () => Close(bound));

        void Apply()
        {
            log.Configure(forced(after.Log));
            if (replaces)
            {
                _metrics = bound;
                bound?.Start();
                Close(old);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_metrics is { } metrics)
        {
            _metrics = null;
            await metrics.DisposeAsync().ConfigureAwait(false);
        }
    }

    private MetricsListener? Bind(AgentMetricsSettings? settings, out string? problem)
    {
        problem = null;
        if (settings is null)
        {
            return null;
        }

        try
        {
            return MetricsListener.Bind(EndPointOf(settings), collect);
        }
        catch (SocketException exception)
        {
            problem = $"Metrics cannot be served at {EndPointOf(settings)}: {exception.Message}.";
            return null;
        }
    }

    private static IPEndPoint EndPointOf(AgentMetricsSettings settings) => new(settings.Address, settings.Port);

    private static void Close(MetricsListener? listener) => _ = listener?.DisposeAsync().AsTask();
}
