using Newtonsoft.Json.Linq;
using NginxHa.Control.Protocol;
using NginxHa.Nginx.Health;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Client;

/// <summary>Puts monitors together from the items that tell of them: each monitor is followed by its servers and its events.</summary>
internal sealed class MonitorCollector
{
    private static readonly ListShape<ServerHealth> _servers = ValueShapes.ListOf(WireMonitors.Server);

    private readonly List<(UpstreamMonitorStatus Head, List<ServerHealth> Servers, List<MonitorEvent> Events)> _monitors = [];

    public IReadOnlyList<UpstreamMonitorStatus> Monitors => [.. _monitors.Select(static monitor => monitor.Head with { Servers = monitor.Servers, Events = monitor.Events })];

    public void Take(JToken item)
    {
        if (item[ControlKeys.Monitor] is { } head)
        {
            _monitors.Add((ClientConnection.ReadShape(WireMonitors.Monitor, head), [], []));
        }
        else if (_monitors.Count > 0 && item[ControlKeys.Servers] is { } servers)
        {
            _monitors[^1].Servers.AddRange(ClientConnection.ReadShape(_servers, servers));
        }
        else if (_monitors.Count > 0 && item[ControlKeys.Event] is { } happened)
        {
            _monitors[^1].Events.Add(ClientConnection.ReadShape(WireMonitors.Event, happened));
        }
        else
        {
            throw ClientConnection.Incomprehensible("An item that belongs to no monitor.");
        }
    }
}
