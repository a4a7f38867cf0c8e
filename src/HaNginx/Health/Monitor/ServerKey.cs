using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>What a server of an upstream is known by while lines and parameters around it change.</summary>
/// <param name="Protocol">Protocol of its upstream.</param>
/// <param name="Upstream">Name of its upstream.</param>
/// <param name="Address">Its address as written.</param>
/// <param name="Occurrence">0, or which one when an upstream has the address several times.</param>
public readonly record struct ServerKey(UpstreamProtocol Protocol, string Upstream, string Address, int Occurrence)
{
    /// <summary>The servers of upstreams with their keys.</summary>
    /// <param name="upstreams">Upstreams.</param>
    public static IEnumerable<(ServerKey Key, UpstreamServer Server)> Of(IEnumerable<Upstream> upstreams)
    {
        ArgumentNullException.ThrowIfNull(upstreams);
        var seen = new HashSet<ServerKey>();
        foreach (UpstreamServer server in upstreams.SelectMany(upstream => upstream.Servers))
        {
            var key = new ServerKey(server.Upstream.Protocol, server.Upstream.Name, server.Address, 0);
            while (!seen.Add(key))
            {
                key = key with { Occurrence = key.Occurrence + 1 };
            }

            yield return (key, server);
        }
    }

    /// <summary>Upstream and address.</summary>
    public override string ToString() => $"{Upstream}/{Address}";
}
