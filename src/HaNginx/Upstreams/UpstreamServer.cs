using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Health;

namespace NginxHa.Nginx.Upstreams;

/// <summary>A server of an upstream, with nginx's defaults where nothing is written.</summary>
public sealed class UpstreamServer
{
    internal UpstreamServer(Upstream upstream, ConfigurationDirective directive, string address)
    {
        Upstream = upstream;
        Directive = directive;
        Address = address;
    }

    /// <summary>The upstream to which it belongs.</summary>
    public Upstream Upstream { get; }

    /// <summary>Protocol of its upstream.</summary>
    public UpstreamProtocol Protocol => Upstream.Protocol;

    /// <summary>The address as written.</summary>
    public string Address { get; }

    /// <summary>Name or address of the host without brackets; null for a UNIX socket.</summary>
    public string? Host { get; internal set; }

    /// <summary>The port; 80 for http when none is written, as nginx has it; null for a UNIX socket.</summary>
    public int? Port { get; internal set; }

    /// <summary>Path of the UNIX socket; null for a host.</summary>
    public string? UnixSocket { get; internal set; }

    /// <summary>Its share of the requests.</summary>
    public int Weight { get; internal set; } = 1;

    /// <summary>Failed attempts within <see cref="FailTimeout"/> after which nginx leaves it out for that long; 0 for never.</summary>
    public int MaxFails { get; internal set; } = 1;

    /// <summary>See <see cref="MaxFails"/>.</summary>
    public TimeSpan FailTimeout { get; internal set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections at once; 0 for no limit.</summary>
    public int MaxConns { get; internal set; }

    /// <summary>Used only when the others are out.</summary>
    public bool Backup { get; internal set; }

    /// <summary>Not used at all.</summary>
    public bool Down { get; internal set; }

    /// <summary>Who marked it down.</summary>
    public DownOrigin DownOrigin { get; internal set; }

    /// <summary>nginx follows changes of the addresses of its name.</summary>
    public bool Resolve { get; internal set; }

    /// <summary>How long its weight grows from 0 after it came back; null for at once.</summary>
    public TimeSpan? SlowStart { get; internal set; }

    /// <summary>Parameters of other kinds, as written ("route=a", "service=http", "drain").</summary>
    public IReadOnlyList<string> OtherParameters { get; internal set; } = [];

    /// <summary>The comment behind it without '#'; null without one. The monitor's mark is not part of it.</summary>
    public string? Comment { get; internal set; }

    /// <summary>What a monitor knows of it; null when none watches it. Set by whoever knows the monitors.</summary>
    public ServerHealth? Health { get; set; }

    /// <summary>Path of the main file of the configuration that it was read from.</summary>
    public string ConfigurationPath => Upstream.ConfigurationPath;

    /// <summary>Path of the file in which it stands.</summary>
    public string File => Directive.File.Path;

    /// <summary>Its line.</summary>
    public int Line => Directive.Line;

    /// <summary>The directive.</summary>
    public ConfigurationDirective Directive { get; }

    /// <summary>The address as written.</summary>
    public override string ToString() => Address;
}
