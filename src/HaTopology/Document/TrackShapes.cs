using System.Net;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Document;

/// <summary>Tracks in a document.</summary>
internal static class TrackShapes
{
    private const int LongestName = 128;
    private const decimal LongestInterval = 86_400;
    private const int MostTries = 1_000_000;

    private static readonly ListShape<string> _arguments = ValueShapes.ListOf(ValueShapes.Text(0, 4096));

    public static UnionShape<TrackOptions> Track { get; } = new UnionShape<TrackOptions>("track", "type")
        .Add("Interface", Common("interfaceTrack", "Watches another interface: up, with carrier.", () => new InterfaceTrackOptions { Name = string.Empty, Interface = string.Empty }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse })
            .Required("interface", "Interface name.", OptionShapes.Interface, t => t.Interface, (t, v) => t with { Interface = v }))
        .Add("Script", Periodic("scriptTrack", "Runs a program; exit code 0 is success.", () => new ScriptTrackOptions { Name = string.Empty, Program = string.Empty }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse }, (t, p) => t with { Interval = p.Interval, Timeout = p.Timeout, Rise = p.Rise, Fall = p.Fall, InitiallyUp = p.InitiallyUp })
            .Required("program", "Absolute path; nobody but root may be able to change the program.", ValueShapes.AbsolutePath, t => t.Program, (t, v) => t with { Program = v })
            .Optional("arguments", "Its arguments, one by one; no shell reads them.", _arguments, t => t.Arguments, (t, v) => t with { Arguments = v })
            .Optional("user", "User to run as; null for the agent's own.", ValueShapes.OrNull(ValueShapes.Text(1, LongestName)), t => t.User, (t, v) => t with { User = v }))
        .Add("Process", Periodic("processTrack", "Watches that a process runs, by name or by pid file.", () => new ProcessTrackOptions { Name = string.Empty }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse }, (t, p) => t with { Interval = p.Interval, Timeout = p.Timeout, Rise = p.Rise, Fall = p.Fall, InitiallyUp = p.InitiallyUp })
            .Optional("processName", "Name of the executable without its path; null when pidFile is given.", ValueShapes.OrNull(ValueShapes.Text(1, 255)), t => t.ProcessName, (t, v) => t with { ProcessName = v })
            .Optional("pidFile", "File with the process id; null when processName is given.", ValueShapes.OrNull(ValueShapes.AbsolutePath), t => t.PidFile, (t, v) => t with { PidFile = v })
            .Optional("quorum", "Fewest processes of that name that count as up.", ValueShapes.Whole(1, 65_535), t => t.Quorum, (t, v) => t with { Quorum = v }))
        .Add("File", Periodic("fileTrack", "Reads a number from a file: times the weight it is added to the priority; with weight 0 any number but 0 is a fault.", () => new FileTrackOptions { Name = string.Empty, Path = string.Empty }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse }, (t, p) => t with { Interval = p.Interval, Timeout = p.Timeout, Rise = p.Rise, Fall = p.Fall, InitiallyUp = p.InitiallyUp })
            .Required("path", "The file.", ValueShapes.AbsolutePath, t => t.Path, (t, v) => t with { Path = v }))
        .Add("Http", Periodic("httpTrack", "Asks a URL; a status in the range is success.", () => new HttpTrackOptions { Name = string.Empty, Uri = new Uri("http://localhost/") }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse }, (t, p) => t with { Interval = p.Interval, Timeout = p.Timeout, Rise = p.Rise, Fall = p.Fall, InitiallyUp = p.InitiallyUp })
            .Required("uri", "http or https URL on this node.", ValueShapes.HttpUri, t => t.Uri, (t, v) => t with { Uri = v })
            .Optional("minimumStatus", "Lowest good status.", ValueShapes.Whole(100, 599), t => t.MinimumStatus, (t, v) => t with { MinimumStatus = v })
            .Optional("maximumStatus", "Highest good status.", ValueShapes.Whole(100, 599), t => t.MaximumStatus, (t, v) => t with { MaximumStatus = v })
            .Optional("hostHeader", "Host header and SNI name; null for the URL's host.", ValueShapes.OrNull(ValueShapes.Text(1, 255)), t => t.HostHeader, (t, v) => t with { HostHeader = v })
            .Optional("skipCertificateCheck", "Accept any certificate: right for a node that asks itself by address.", ValueShapes.Switch, t => t.SkipCertificateCheck, (t, v) => t with { SkipCertificateCheck = v }))
        .Add("Tcp", Periodic("tcpTrack", "A TCP connection that opens is success.", () => new TcpTrackOptions { Name = string.Empty, Host = string.Empty, Port = 1 }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse }, (t, p) => t with { Interval = p.Interval, Timeout = p.Timeout, Rise = p.Rise, Fall = p.Fall, InitiallyUp = p.InitiallyUp })
            .Required("host", "Host name or address.", ValueShapes.Text(1, 255), t => t.Host, (t, v) => t with { Host = v })
            .Required("port", "Port.", ValueShapes.Whole(1, IPEndPoint.MaxPort), t => t.Port, (t, v) => t with { Port = v }))
        .Add("Gateway", Periodic("gatewayTrack", "Gateway witness: a router that answers proves that this node is not the one cut off.", () => new GatewayTrackOptions { Name = string.Empty }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse }, (t, p) => t with { Interval = p.Interval, Timeout = p.Timeout, Rise = p.Rise, Fall = p.Fall, InitiallyUp = p.InitiallyUp })
            .Optional("gateway", "The gateway; null for the interface's default gateway.", ValueShapes.OrNull(ValueShapes.Address), t => t.Gateway, (t, v) => t with { Gateway = v }))
        .Add("Upstream", Periodic("upstreamTrack", "Watches that upstreams of nginx have enough healthy servers, as one of nginx's upstreamMonitors judges them.", () => new UpstreamTrackOptions { Name = string.Empty, Monitor = string.Empty }, (t, name) => t with { Name = name }, (t, weight) => t with { Weight = weight }, (t, reverse) => t with { Reverse = reverse }, (t, p) => t with { Interval = p.Interval, Timeout = p.Timeout, Rise = p.Rise, Fall = p.Fall, InitiallyUp = p.InitiallyUp })
            .Required("monitor", "Name of the monitor.", ValueShapes.Text(1, 4096), t => t.Monitor, (t, v) => t with { Monitor = v })
            .Optional("upstream", "Name of the upstream; null for every one that the monitor watches.", ValueShapes.OrNull(ValueShapes.Text(1, 255)), t => t.Upstream, (t, v) => t with { Upstream = v })
            .Optional("minimumHealthy", "Healthy servers that are enough, in each upstream.", ValueShapes.Whole(1, MostTries), t => t.MinimumHealthy, (t, v) => t with { MinimumHealthy = v }));

    private static ObjectShape<T> Common<T>(string name, string description, Func<T> start, Func<T, string, T> setName, Func<T, int, T> setWeight, Func<T, bool, T> setReverse)
        where T : TrackOptions => new ObjectShape<T>(name, description, start)
            .Required("name", "Name, unique among the tracks of a virtual router; shown in states and reasons.", ValueShapes.Text(1, LongestName), t => t.Name, setName)
            .Optional("weight", "0: failure is a fault; more: added while it succeeds; less: subtracted while it fails.", ValueShapes.Whole(-253, 253), t => t.Weight, setWeight)
            .Optional("reverse", "Turns the result round.", ValueShapes.Switch, t => t.Reverse, setReverse);

    private static ObjectShape<T> Periodic<T>(string name, string description, Func<T> start, Func<T, string, T> setName, Func<T, int, T> setWeight, Func<T, bool, T> setReverse, Func<T, Period, T> setPeriod)
        where T : PeriodicTrackOptions => Common(name, description, start, setName, setWeight, setReverse)
            .Optional("interval", "Seconds between two starts of the check.", ValueShapes.Seconds(0.01m, LongestInterval), t => t.Interval, (t, v) => setPeriod(t, Period.Of(t) with { Interval = v }))
            .Optional("timeout", "Seconds after which a check has failed; null for the interval.", ValueShapes.OrNothing(ValueShapes.Seconds(0.01m, LongestInterval)), t => t.Timeout, (t, v) => setPeriod(t, Period.Of(t) with { Timeout = v }))
            .Optional("rise", "Successes in a row before it counts as up.", ValueShapes.Whole(1, MostTries), t => t.Rise, (t, v) => setPeriod(t, Period.Of(t) with { Rise = v }))
            .Optional("fall", "Failures in a row before it counts as down.", ValueShapes.Whole(1, MostTries), t => t.Fall, (t, v) => setPeriod(t, Period.Of(t) with { Fall = v }))
            .Optional("initiallyUp", "What counts until the first result: true, false, or null to wait for it.", ValueShapes.OrNothing(ValueShapes.Switch), t => t.InitiallyUp, (t, v) => setPeriod(t, Period.Of(t) with { InitiallyUp = v }));

    /// <summary>What all periodic tracks share, as one value: a record cannot be copied with changes by its base type.</summary>
    private readonly record struct Period(TimeSpan Interval, TimeSpan? Timeout, int Rise, int Fall, bool? InitiallyUp)
    {
        public static Period Of(PeriodicTrackOptions track) => new(track.Interval, track.Timeout, track.Rise, track.Fall, track.InitiallyUp);
    }
}
