using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>How an upstream stands.</summary>
/// <param name="Protocol">Protocol of the upstream.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">Servers in the configuration.</param>
/// <param name="InUse">Servers that are not marked down.</param>
/// <param name="Healthy">Servers that a person has not marked down and that are not judged unhealthy.</param>
/// <param name="Pending">Of the healthy ones, those that are not judged yet.</param>
public sealed record UpstreamSummary(UpstreamProtocol Protocol, string Name, int Total, int InUse, int Healthy, int Pending = 0);
