using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>A server to ask.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Upstream">Name of its upstream; empty without one.</param>
/// <param name="Server">Its entry in the configuration; null when it was given otherwise.</param>
public sealed record HealthTarget(ServerAddress Address, string Upstream = "", UpstreamServer? Server = null)
{
    /// <summary>The servers of upstreams as targets; those with an address that nginx would refuse are left out.</summary>
    /// <param name="upstreams">Upstreams.</param>
    public static IEnumerable<HealthTarget> From(IEnumerable<Upstream> upstreams)
    {
        ArgumentNullException.ThrowIfNull(upstreams);
        return upstreams.SelectMany(upstream => upstream.Servers).Select(From).OfType<HealthTarget>();
    }

    /// <summary>A server of an upstream as a target; null when nginx would refuse its address.</summary>
    /// <param name="server">The server.</param>
    public static HealthTarget? From(UpstreamServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.Host is null && server.UnixSocket is null
            ? null
            : new HealthTarget(new ServerAddress(server.Host ?? string.Empty, server.Port, server.UnixSocket), server.Upstream.Name, server);
    }
}
