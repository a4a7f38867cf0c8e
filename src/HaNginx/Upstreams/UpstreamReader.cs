using System.Globalization;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Upstreams;

/// <summary>Finds the upstreams of a configuration.</summary>
public static class UpstreamReader
{
    private static readonly string[] Methods =
        ["least_conn", "ip_hash", "hash", "random", "least_time", "round_robin", "fair", "sticky"];

    /// <summary>The upstreams of a configuration and of all that it includes, in order.</summary>
    /// <param name="configuration">The configuration.</param>
    public static IReadOnlyList<Upstream> Read(ConfigurationSet configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var found = new List<Upstream>();
        var open = new Dictionary<PlacedDirective, Upstream>();
        foreach (PlacedDirective placed in configuration.Walk(MayHoldUpstreams))
        {
            ConfigurationDirective directive = placed.Directive;
            if (placed.Block is { } block && open.TryGetValue(block, out Upstream? upstream))
            {
                ReadMember(upstream, directive);
            }
            else if (directive.HasBlock && directive.Is("upstream"u8) && directive.Arguments.Count == 1)
            {
                UpstreamProtocol protocol = placed.IsInside("stream"u8) ? UpstreamProtocol.Stream : UpstreamProtocol.Http;
                upstream = new Upstream(directive, directive.Arguments[0].Value, protocol, configuration.Main.Path);
                open.Add(placed, upstream);
                found.Add(upstream);
            }
        }

        return found;
    }

    private static bool MayHoldUpstreams(ConfigurationDirective block) =>
        block.Is("upstream"u8) || block.Is("http"u8) || block.Is("stream"u8);

    /// <summary>The upstreams of one file; those outside of a stream block count as http.</summary>
    /// <param name="file">The file; its includes are not followed.</param>
    public static IReadOnlyList<Upstream> Read(ConfigurationFile file) => Read(ConfigurationSet.Of(file));

    /// <summary>Reads the parameters of a server; those that nginx would refuse are returned, as written.</summary>
    /// <param name="upstream">Its upstream.</param>
    /// <param name="directive">A server directive with at least an address.</param>
    /// <param name="refused">What nginx would refuse.</param>
    internal static UpstreamServer ReadServer(Upstream upstream, ConfigurationDirective directive, List<string> refused)
    {
        WordList arguments = directive.Arguments;
        var server = new UpstreamServer(upstream, directive, arguments[0].Value);
        if (ServerAddress.TryParse(server.Address, out ServerAddress? address))
        {
            server.UnixSocket = address.UnixSocket;
            server.Host = address.UnixSocket is null ? address.Host : null;
            server.Port = address.Port ?? (address.UnixSocket is null && upstream.Protocol == UpstreamProtocol.Http ? 80 : null);
        }
        else
        {
            refused.Add(server.Address);
        }

        List<string>? others = null;
        for (int i = 1; i < arguments.Count; i++)
        {
            string parameter = arguments[i].Value;
            switch (ReadParameter(server, parameter))
            {
                case null:
                    (others ??= []).Add(parameter);
                    break;
                case false:
                    refused.Add(parameter);
                    break;
            }
        }

        server.OtherParameters = others ?? server.OtherParameters;
        DownMark.Read(server);
        return server;
    }

    private static void ReadMember(Upstream upstream, ConfigurationDirective directive)
    {
        WordList arguments = directive.Arguments;
        if (directive.Is("server"u8))
        {
            if (arguments.Count > 0 && !directive.HasBlock)
            {
                upstream.Add(ReadServer(upstream, directive, []));
            }

            return;
        }

        string? first = arguments.Count > 0 ? arguments[0].Value : null;
        string name = directive.Name;
        switch (name)
        {
            case "keepalive" when Number(first) is { } connections:
                upstream.Keepalive = connections;
                break;
            case "keepalive_requests" when Number(first) is { } requests:
                upstream.KeepaliveRequests = requests;
                break;
            case "keepalive_timeout" when first is not null && NginxTime.TryParse(first, out TimeSpan timeout):
                upstream.KeepaliveTimeout = timeout;
                break;
            case "zone" when first is not null:
                upstream.Zone = first;
                upstream.ZoneSize = arguments.Count > 1 ? arguments[1].Value : null;
                break;
            default:
                if (Methods.Contains(name))
                {
                    upstream.Method = directive.ToString();
                }

                break;
        }
    }

    /// <summary>True: taken; false: nginx would refuse the value; null: a parameter that this model does not name.</summary>
    private static bool? ReadParameter(UpstreamServer server, string parameter)
    {
        int equals = parameter.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? parameter : parameter[..equals];
        string value = equals < 0 ? string.Empty : parameter[(equals + 1)..];
        switch (name)
        {
            case "weight":
                return Number(value) is { } weight and > 0 && (server.Weight = weight) > 0;
            case "max_fails":
                return Number(value) is { } fails && (server.MaxFails = fails) >= 0;
            case "max_conns":
                return Number(value) is { } connections && (server.MaxConns = connections) >= 0;
            case "fail_timeout":
                return NginxTime.TryParse(value, out TimeSpan timeout) && (server.FailTimeout = timeout) >= TimeSpan.Zero;
            case "slow_start":
                return NginxTime.TryParse(value, out TimeSpan start) && (server.SlowStart = start) is not null;
            case "backup" when equals < 0:
                return server.Backup = true;
            case "down" when equals < 0:
                return server.Down = true;
            case "resolve" when equals < 0:
                return server.Resolve = true;
            default:
                return null;
        }
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
