using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Upstreams;

/// <summary>An upstream block: a group of servers and how requests are spread over them.</summary>
public sealed class Upstream
{
    private readonly List<UpstreamServer> _servers = [];

    internal Upstream(ConfigurationDirective directive, string name, UpstreamProtocol protocol, string configurationPath)
    {
        ConfigurationPath = configurationPath;
        Directive = directive;
        Name = name;
        Protocol = protocol;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it is in an http or in a stream block.</summary>
    public UpstreamProtocol Protocol { get; }

    /// <summary>How a server is chosen, with its arguments: "round_robin" (nginx's default), "least_conn", "hash $key consistent" ...</summary>
    public string Method { get; internal set; } = "round_robin";

    /// <summary>Idle connections to servers that each worker keeps open; null when none are kept.</summary>
    public int? Keepalive { get; internal set; }

    /// <summary>Requests after which a kept connection is closed; null for nginx's default.</summary>
    public int? KeepaliveRequests { get; internal set; }

    /// <summary>How long an idle connection is kept; null for nginx's default.</summary>
    public TimeSpan? KeepaliveTimeout { get; internal set; }

    /// <summary>Name of the shared memory that holds its state; null without one.</summary>
    public string? Zone { get; internal set; }

    /// <summary>Size of the zone as written ("64k"); null when it is that of another upstream, or there is no zone.</summary>
    public string? ZoneSize { get; internal set; }

    /// <summary>The servers, in the order of the configuration.</summary>
    public IReadOnlyList<UpstreamServer> Servers => _servers;

    /// <summary>Path of the main file of the configuration that it was read from.</summary>
    public string ConfigurationPath { get; }

    /// <summary>Path of the file in which the block begins.</summary>
    public string File => Directive.File.Path;

    /// <summary>Line in which the block begins.</summary>
    public int Line => Directive.Line;

    /// <summary>The block.</summary>
    public ConfigurationDirective Directive { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal void Add(UpstreamServer server) => _servers.Add(server);
}
