using System.Management.Automation;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Finds upstreams and their servers by what people write.</summary>
internal static class UpstreamFinder
{
    /// <summary>
    /// The upstreams that a name means: the ones of exactly this name, as nginx tells capitals apart; else those that it
    /// matches, where capitals make no difference.
    /// </summary>
    /// <param name="upstreams">All of a configuration.</param>
    /// <param name="name">A name, or a pattern with wildcards.</param>
    /// <param name="protocol">Only those of http, or of stream; null for both, and of a name for the first of them.</param>
    public static Upstream[] Find(IReadOnlyList<Upstream> upstreams, string name, UpstreamProtocol? protocol)
    {
        Upstream[] candidates = [.. upstreams.Where(upstream => protocol is null || upstream.Protocol == protocol)];
        if (Array.Find(candidates, upstream => upstream.Name == name) is { } exact)
        {
            return [exact];
        }

        return FindAll(candidates, name);
    }

    /// <summary>The same, where a name means the upstreams of both protocols.</summary>
    public static Upstream[] FindAll(IReadOnlyList<Upstream> upstreams, string name)
    {
        Upstream[] exact = [.. upstreams.Where(upstream => upstream.Name == name)];
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        return exact.Length > 0 ? exact : [.. upstreams.Where(upstream => pattern.IsMatch(upstream.Name))];
    }

    /// <summary>Whether an address has wildcards in it. A bracket is none: it belongs to an IPv6 address.</summary>
    public static bool IsPattern(string address) => address.AsSpan().ContainsAny('*', '?');

    /// <summary>The servers of an upstream that an address means.</summary>
    public static IReadOnlyList<UpstreamServer> FindServers(Upstream upstream, string address)
    {
        if (FindServer(upstream, address) is { } server)
        {
            return [server];
        }

        if (!IsPattern(address))
        {
            return [];
        }

        string escaped = address.Replace("[", "`[", StringComparison.Ordinal).Replace("]", "`]", StringComparison.Ordinal);
        var pattern = new WildcardPattern(escaped, WildcardOptions.IgnoreCase);
        return [.. upstream.Servers.Where(candidate => pattern.IsMatch(candidate.Address))];
    }

    /// <summary>The server of an upstream with this address; port 80 may be left out, as in nginx.</summary>
    public static UpstreamServer? FindServer(Upstream upstream, string address)
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
