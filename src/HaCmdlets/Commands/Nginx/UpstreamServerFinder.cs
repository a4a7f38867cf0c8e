using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Finds servers of upstreams by addresses as people write them.</summary>
internal static class UpstreamServerFinder
{
    /// <summary>The server of an upstream with this address; port 80 may be left out, as in nginx.</summary>
    public static UpstreamServer? TryFind(Upstream upstream, string address)
    {
        UpstreamServer? exact = upstream.Servers.FirstOrDefault(server => server.Address == address);
        return exact ?? (ServerAddress.TryParse(address, out ServerAddress? parsed)
            ? upstream.Servers.FirstOrDefault(server =>
                server.UnixSocket == parsed.UnixSocket
                && (server.Host ?? string.Empty) == parsed.Host
                && server.Port == (parsed.Port ?? (upstream.Protocol == UpstreamProtocol.Http && parsed.UnixSocket is null ? 80 : null)))
            : null);
    }
}
