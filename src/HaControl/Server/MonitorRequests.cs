using Newtonsoft.Json.Linq;
using NginxHa.Control.Protocol;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;

namespace NginxHa.Control.Server;

/// <summary>Carries out requests about monitors of upstreams.</summary>
/// <param name="monitors">The monitors.</param>
/// <param name="audit">Takes what somebody asked for, for the log.</param>
internal sealed class MonitorRequests(IUpstreamMonitorService monitors, Action<ControlPeer, string> audit)
{
    /// <summary>Far below the longest line, whatever the servers are called.</summary>
    private const int ServersInALine = 100;

    /// <summary>Carries out a request.</summary>
    /// <returns>The result; null when the request is about something else.</returns>
    public Task<JObject>? Run(ControlRequest request, ControlPeer peer, Func<JToken, Task> write, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case ControlMethods.MonitorList:
                request.Read(WireParameters.None);
                return TellAsync(() => monitors.GetMonitorsAsync(cancellationToken), write);
            case ControlMethods.MonitorStart:
                UpstreamMonitorRequest wanted = request.Read(WireMonitors.Start);
                audit(peer, $"starts the monitor '{wanted.Name ?? wanted.ConfigurationPath ?? "of nginx"}'");
                return TellAsync(async () => [await monitors.StartMonitorAsync(wanted, cancellationToken).ConfigureAwait(false)], write);
            case ControlMethods.MonitorStop:
                MonitorStopParameters stop = request.Read(WireMonitors.Stop);
                audit(peer, $"stops the monitor '{stop.Name}'");
                return TellAsync(async () => [await monitors.StopMonitorAsync(stop.Name, stop.KeepMarks, cancellationToken).ConfigureAwait(false)], write);
            default:
                return null;
        }
    }

    private static async Task<JObject> TellAsync(Func<Task<IReadOnlyList<UpstreamMonitorStatus>>> work, Func<JToken, Task> write)
    {
        IReadOnlyList<UpstreamMonitorStatus> all;
        try
        {
            all = await work().ConfigureAwait(false);
        }
        catch (UpstreamMonitorException exception)
        {
            throw new ControlException(new ControlError(ControlErrorCode.OfMonitor(exception.Failure), exception.Message) { Subject = exception.Subject });
        }
        catch (NginxException exception)
        {
            throw new ControlException(ControlErrorCode.OfMonitor(UpstreamMonitorFailure.NginxFailed), exception.Message);
        }
        catch (ConfigurationException exception)
        {
            throw new ControlException(ControlErrorCode.OfMonitor(UpstreamMonitorFailure.ConfigurationInvalid), exception.Message);
        }

        foreach (UpstreamMonitorStatus status in all)
        {
            await write(new JObject { [ControlKeys.Monitor] = WireMonitors.Monitor.Write(status) }).ConfigureAwait(false);
            foreach (ServerHealth[] servers in status.Servers.Chunk(ServersInALine))
            {
                await write(new JObject { [ControlKeys.Servers] = new JArray(servers.Select(WireMonitors.Server.Write)) }).ConfigureAwait(false);
            }

            foreach (MonitorEvent happened in status.Events)
            {
                // Of a mass failure the first servers; the message says how many there were.
                MonitorEvent told = happened with { Servers = [.. happened.Servers.Take(ServersInALine)] };
                await write(new JObject { [ControlKeys.Event] = WireMonitors.Event.Write(told) }).ConfigureAwait(false);
            }
        }

        return [];
    }
}
