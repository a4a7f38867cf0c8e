using Newtonsoft.Json.Linq;
using NginxHa.Control.Client;
using NginxHa.Control.Protocol;
using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control;

/// <content>The monitors of upstreams that the agent runs.</content>
public sealed partial class ControlClient : IUpstreamMonitorService
{
    // The last reload of a large configuration, and the test by nginx before it, take their time.
    private static readonly TimeSpan MonitorTimeout = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UpstreamMonitorStatus>> GetMonitorsAsync(CancellationToken cancellationToken) =>
        AskMonitorsAsync(ControlMethods.MonitorList, [], cancellationToken);

    /// <inheritdoc/>
    public async Task<UpstreamMonitorStatus> StartMonitorAsync(UpstreamMonitorRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return One(await AskMonitorsAsync(ControlMethods.MonitorStart, (JObject)WireMonitors.Start.Write(request), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<UpstreamMonitorStatus> StopMonitorAsync(string name, bool keepMarks, CancellationToken cancellationToken) =>
        One(await AskMonitorsAsync(ControlMethods.MonitorStop, (JObject)WireMonitors.Stop.Write(new MonitorStopParameters(name, keepMarks)), cancellationToken).ConfigureAwait(false));

    private static UpstreamMonitorStatus One(IReadOnlyList<UpstreamMonitorStatus> monitors) =>
        monitors.Count == 1 ? monitors[0] : throw ClientConnection.Incomprehensible("An answer about one monitor that tells of another number.");

    private async Task<IReadOnlyList<UpstreamMonitorStatus>> AskMonitorsAsync(string method, JObject parameters, CancellationToken cancellationToken)
    {
        var collector = new MonitorCollector();
        try
        {
            await CallAsync(method, parameters, collector.Take, cancellationToken, MonitorTimeout).ConfigureAwait(false);
        }
        catch (VrrpEngineException exception) when (exception.InnerException is ControlException { Error: var error } && ControlErrorCode.ToMonitorFailure(error.Code) is { } failure)
        {
            throw new UpstreamMonitorException(failure, error.Subject ?? string.Empty, error.Message);
        }

        return collector.Monitors;
    }
}
