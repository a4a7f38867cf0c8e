using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>How an upstream stands.</summary>
/// <param name="Protocol">Protocol of the upstream.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">Servers in the configuration.</param>
/// <param name="InUse">Servers that are not marked down.</param>
/// <param name="Healthy">Servers that a person has not marked down and that are not judged unhealthy.</param>
/// <param name="Pending">Of the healthy ones, those that are not judged yet.</param>
public sealed record UpstreamSummary(UpstreamProtocol Protocol, string Name, int Total, int InUse, int Healthy, int Pending = 0)
{
    /// <summary>The upstreams of servers, in the order in which they first appear.</summary>
    /// <param name="servers">What is known of the servers.</param>
    public static IReadOnlyList<UpstreamSummary> Of(IEnumerable<ServerHealth> servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        return
        [
            .. servers.GroupBy(server => (server.Key.Protocol, server.Key.Upstream))
                .Select(upstream => Of(upstream.Key.Protocol, upstream.Key.Upstream, upstream)),
        ];
    }

    /// <summary>One upstream.</summary>
    internal static UpstreamSummary Of(UpstreamProtocol protocol, string name, IEnumerable<ServerHealth> servers)
    {
        int total = 0, used = 0, healthy = 0, pending = 0;
        foreach (ServerHealth server in servers)
        {
            total++;
            used += server.Down == DownOrigin.None ? 1 : 0;
            bool counts = server.Down != DownOrigin.Person;
            healthy += counts && server.Healthy != false ? 1 : 0;
            pending += counts && server.Healthy is null ? 1 : 0;
        }

        return new UpstreamSummary(protocol, name, total, used, healthy, pending);
    }
}
