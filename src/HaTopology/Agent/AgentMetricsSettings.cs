using System.Net;

namespace NginxHa.Topology;

/// <summary>The listener for Prometheus.</summary>
public sealed record AgentMetricsSettings
{
    /// <summary>Address to listen on; the loopback unless somebody decides otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port, 1-65535.</summary>
    public int Port { get; init; } = 9650;
}
