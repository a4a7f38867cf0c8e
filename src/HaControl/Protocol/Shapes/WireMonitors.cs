using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;
using NginxHa.Topology.Document;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Protocol;

/// <summary>Monitors of upstreams, as the agent tells of them.</summary>
internal static class WireMonitors
{
    private static readonly Shape<string> _name = ValueShapes.Text(1, 4096);

    private static readonly Shape<ServerKey> _key = new ConvertedShape<ServerKey, KeyParts>(
        new ObjectShape<KeyParts>("serverKey", "What a server is known by.", static () => new KeyParts(default, string.Empty, string.Empty, 0))
            .Optional("protocol", "Protocol of its upstream.", WireValues.Name<UpstreamProtocol>(), static k => k.Protocol, static (k, v) => k with { Protocol = v })
            .Required("upstream", "Its upstream.", WireValues.Text, static k => k.Upstream, static (k, v) => k with { Upstream = v })
            .Required("address", "Its address as written.", WireValues.Text, static k => k.Address, static (k, v) => k with { Address = v })
            .Optional("occurrence", "Which one, when the upstream has the address several times.", WireValues.Whole, static k => k.Occurrence, static (k, v) => k with { Occurrence = v }),
        static parts => new ServerKey(parts.Protocol, parts.Upstream, parts.Address, parts.Occurrence),
        static key => new KeyParts(key.Protocol, key.Upstream, key.Address, key.Occurrence));

    /// <summary>What a monitor knows of a server.</summary>
    public static Shape<ServerHealth> Server { get; } = new ObjectShape<ServerHealth>("serverHealth", "What a monitor knows of a server.", static () => new ServerHealth { Key = default })
        .Required("key", "What it is known by.", _key, static s => s.Key, static (s, v) => s with { Key = v })
        .Optional("healthy", "The judgement; null until there is one.", ValueShapes.OrNothing(ValueShapes.Switch), static s => s.Healthy, static (s, v) => s with { Healthy = v })
        .Optional("inARow", "Results of the same kind in a row.", WireValues.Whole, static s => s.InARow, static (s, v) => s with { InARow = v })
        .Optional("lastSuccess", "The last result was a success.", ValueShapes.OrNothing(ValueShapes.Switch), static s => s.LastSuccess, static (s, v) => s with { LastSuccess = v })
        .Optional("reason", "Why the last result is what it is.", WireValues.Text, static s => s.Reason, static (s, v) => s with { Reason = v })
        .Optional("latency", "Seconds that the last result took.", ValueShapes.OrNothing(WireValues.Duration), static s => s.Latency, static (s, v) => s with { Latency = v })
        .Optional("lastCheck", "When it was asked last.", ValueShapes.OrNothing(WireValues.Moment), static s => s.LastCheck, static (s, v) => s with { LastCheck = v })
        .Optional("since", "Since when it is healthy or not.", ValueShapes.OrNothing(WireValues.Moment), static s => s.Since, static (s, v) => s with { Since = v })
        .Optional("checks", "Questions so far.", WireValues.Count, static s => s.Checks, static (s, v) => s with { Checks = v })
        .Optional("failures", "Of them, those that failed.", WireValues.Count, static s => s.Failures, static (s, v) => s with { Failures = v })
        .Optional("down", "Who marked it down.", WireValues.Name<DownOrigin>(), static s => s.Down, static (s, v) => s with { Down = v })
        .Optional("spared", "Unhealthy, but in use: too few others are left.", ValueShapes.Switch, static s => s.Spared, static (s, v) => s with { Spared = v });

    /// <summary>Something that happened to a monitor.</summary>
    public static Shape<MonitorEvent> Event { get; } = new ObjectShape<MonitorEvent>("monitorEvent", "Something that happened to a monitor.", static () => new MonitorEvent(default, default, [], string.Empty))
        .Required("time", "When.", WireValues.Moment, static e => e.Time, static (e, v) => e with { Time = v })
        .Required("kind", "What.", WireValues.Name<MonitorEventKind>(), static e => e.Kind, static (e, v) => e with { Kind = v })
        .Optional("servers", "The servers it is about.", ValueShapes.ListOf(_key), static e => e.Servers, static (e, v) => e with { Servers = v })
        .Required("message", "In words.", WireValues.Text, static e => e.Message, static (e, v) => e with { Message = v });

    /// <summary>A monitor without its servers and events, which follow it.</summary>
    public static Shape<UpstreamMonitorStatus> Monitor { get; } = new ObjectShape<UpstreamMonitorStatus>("monitorStatus", "A monitor at one moment.", static () => new UpstreamMonitorStatus([]))
        .Required("name", "Its name.", WireValues.Text, static m => m.Name, static (m, v) => m with { Name = v })
        .Required("path", "The main file that it watches.", WireValues.Text, static m => m.Path, static (m, v) => m with { Path = v })
        .Optional("running", "Whether it is watching.", ValueShapes.Switch, static m => m.Running, static (m, v) => m with { Running = v })
        .Required("started", "When it began.", WireValues.Moment, static m => m.Started, static (m, v) => m with { Started = v })
        .Optional("reloads", "Reloads of nginx so far.", WireValues.Whole, static m => m.Reloads, static (m, v) => m with { Reloads = v })
        .Optional("isDeclared", "The document has it.", ValueShapes.Switch, static m => m.IsDeclared, static (m, v) => m with { IsDeclared = v })
        .Optional("problem", "Why the configuration cannot be read at the moment.", ValueShapes.OrNull(WireValues.Text), static m => m.Problem, static (m, v) => m with { Problem = v })
        .Optional("options", "How it watches.", MonitorShapes.Options, static m => m.Options, static (m, v) => m with { Options = v });

    /// <summary>What starting takes.</summary>
    public static ObjectShape<UpstreamMonitorRequest> Start { get; } = new ObjectShape<UpstreamMonitorRequest>("parameters", "A monitor to start.", static () => new UpstreamMonitorRequest())
        .Optional("name", "Its name; null for the path of the configuration.", ValueShapes.OrNull(_name), static r => r.Name, static (r, v) => r with { Name = v })
        .Optional("configurationPath", "The main file to watch; null for the one that nginx was built with.", ValueShapes.OrNull(ValueShapes.AbsolutePath), static r => r.ConfigurationPath, static (r, v) => r with { ConfigurationPath = v })
        .Optional("program", "The nginx program; null to search.", ValueShapes.OrNull(ValueShapes.AbsolutePath), static r => r.ProgramPath, static (r, v) => r with { ProgramPath = v })
        .Optional("prefix", "nginx's prefix; null for the one it was built with.", ValueShapes.OrNull(ValueShapes.AbsolutePath), static r => r.Prefix, static (r, v) => r with { Prefix = v })
        .Optional("options", "How it watches and what it may do.", MonitorShapes.Options, static r => r.Options, static (r, v) => r with { Options = v });

    /// <summary>What stopping takes.</summary>
    public static ObjectShape<MonitorStopParameters> Stop { get; } = new ObjectShape<MonitorStopParameters>("parameters", "A monitor to stop.", static () => new MonitorStopParameters(string.Empty, KeepMarks: false))
        .Required("name", "Its name.", _name, static p => p.Name, static (p, v) => p with { Name = v })
        .Optional("keepMarks", "Servers that it took out stay out.", ValueShapes.Switch, static p => p.KeepMarks, static (p, v) => p with { KeepMarks = v });

    private sealed record KeyParts(UpstreamProtocol Protocol, string Upstream, string Address, int Occurrence);
}
