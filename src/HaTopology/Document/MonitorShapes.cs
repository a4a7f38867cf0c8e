using NginxHa.Nginx.Health;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Topology.Document;

/// <summary>Monitors of upstreams in a document.</summary>
internal static class MonitorShapes
{
    private const decimal LongestTime = 86_400;
    private const int MostTries = 1_000_000;

    private static readonly Shape<StatusRange> _status = new TextShape<StatusRange>(
        "a status from 100 to 599, or two with a dash", StatusRange.TryParse, range => range.ToString());

    private static readonly Shape<HealthCheck> _check = new ObjectShape<HealthCheck>(
        "healthCheck", "What is asked of a server, and which answer is healthy.", () => new HealthCheck())
        .Optional("type", "How it is asked.", new ChoiceShape<HealthCheckKind>(("Tcp", HealthCheckKind.Tcp), ("Http", HealthCheckKind.Http), ("Https", HealthCheckKind.Https), ("Dns", HealthCheckKind.Dns), ("Udp", HealthCheckKind.Udp)), c => c.Kind, (c, v) => c with { Kind = v })
        .Optional("timeout", "Seconds that an answer may take.", ValueShapes.Seconds(0.001m, 3600), c => c.Timeout, (c, v) => c with { Timeout = v })
        .Optional("port", "A port to ask instead of the server's own; null for that.", ValueShapes.OrNothing(ValueShapes.Whole(1, 65_535)), c => c.Port, (c, v) => c with { Port = v })
        .Optional("path", "HTTP: path and query.", ValueShapes.Text(1, 4096), c => c.Path, (c, v) => c with { Path = v })
        .Optional("method", "HTTP: method.", ValueShapes.Text(1, 32), c => c.Method, (c, v) => c with { Method = v })
        .Optional("hostHeader", "HTTP: Host header; null for the host of the server.", ValueShapes.OrNull(ValueShapes.Text(1, 255)), c => c.HostHeader, (c, v) => c with { HostHeader = v })
        .Optional("serverName", "HTTPS: name for SNI and the certificate; null for the Host header's.", ValueShapes.OrNull(ValueShapes.Text(1, 255)), c => c.ServerName, (c, v) => c with { ServerName = v })
        .Optional("expectedStatus", "HTTP: healthy statuses, such as \"200\" or \"200-399\".", ValueShapes.ListOf(_status), c => c.ExpectedStatus, (c, v) => c with { ExpectedStatus = v })
        .Optional("body", "HTTP: what the body must match; UDP: the answer. Null for any.", ValueShapes.OrNull(ValueShapes.Pattern), c => c.Body, (c, v) => c with { Body = v })
        .Optional("headers", "HTTP: headers that must be there, and what their values must match.", new PatternsShape(ValueShapes.Pattern), c => c.Headers, (c, v) => c with { Headers = v })
        .Optional("verifyCertificate", "HTTPS: the chain must be trusted and the name match. Expiry is always looked at.", ValueShapes.Switch, c => c.VerifyCertificate, (c, v) => c with { VerifyCertificate = v })
        .Optional("minimumCertificateLifetime", "HTTPS: seconds that the certificate must have left.", ValueShapes.Seconds(0, 315_360_000), c => c.MinimumCertificateLifetime, (c, v) => c with { MinimumCertificateLifetime = v })
        .Optional("dnsName", "DNS: name to ask for.", ValueShapes.Text(1, 253), c => c.DnsName, (c, v) => c with { DnsName = v })
        .Optional("dnsType", "DNS: type of record.", new ChoiceShape<DnsRecordType>([.. Enum.GetValues<DnsRecordType>().Select(type => (type.ToString().ToUpperInvariant(), type))]), c => c.DnsType, (c, v) => c with { DnsType = v })
        .Optional("payload", "UDP: what is sent; 'hex:' starts bytes.", ValueShapes.Bytes, c => c.Payload, (c, v) => c with { Payload = v })
        .Optional("requireReply", "UDP: silence is unhealthy.", ValueShapes.Switch, c => c.RequireReply, (c, v) => c with { RequireReply = v });

    /// <summary>A monitor in a document.</summary>
    public static ObjectShape<UpstreamMonitorSettings> Monitor { get; } = AddOptions(
        new ObjectShape<UpstreamMonitorSettings>("upstreamMonitor", "Watches the servers of upstreams and takes the unhealthy out of use.", () => new UpstreamMonitorSettings { Name = string.Empty })
            .Required("name", "Name, unique; what a track of type Upstream names.", ValueShapes.Text(1, 4096), m => m.Name, (m, v) => m with { Name = v }),
        m => m.Options,
        (m, v) => m with { Options = v });

    /// <summary>The options by themselves.</summary>
    public static ObjectShape<MonitorOptions> Options { get; } = AddOptions(
        new ObjectShape<MonitorOptions>("monitorOptions", "How a monitor watches and what it may do.", () => new MonitorOptions()), o => o, (_, v) => v);

    private static ObjectShape<T> AddOptions<T>(ObjectShape<T> shape, Func<T, MonitorOptions> get, Func<T, MonitorOptions, T> set)
        where T : class
    {
        return shape
            .Optional("upstreams", "Names of the upstreams to watch; empty for all.", ValueShapes.ListOf(ValueShapes.Text(1, 255)), m => get(m).Upstreams, (m, v) => set(m, get(m) with { Upstreams = v }))
            .Optional("check", "What is asked of the servers.", _check, m => get(m).Check, (m, v) => set(m, get(m) with { Check = v }))
            .Optional("interval", "Seconds from one question to a server to the next.", ValueShapes.Seconds(0.01m, LongestTime), m => get(m).Interval, (m, v) => set(m, get(m) with { Interval = v }))
            .Optional("jitter", "By which part of the interval each question comes earlier or later.", new NumberShape<double>(0, 0.5m, 3, string.Empty, number => (double)number, value => (decimal)value), m => get(m).Jitter, (m, v) => set(m, get(m) with { Jitter = v }))
            .Optional("maximumInterval", "Longest interval, in seconds, for a server that has been unhealthy for long; null for five intervals.", ValueShapes.OrNothing(ValueShapes.Seconds(0.01m, LongestTime)), m => get(m).MaximumInterval, (m, v) => set(m, get(m) with { MaximumInterval = v }))
            .Optional("rise", "Successes in a row after which an unhealthy server is healthy.", ValueShapes.Whole(1, MostTries), m => get(m).Rise, (m, v) => set(m, get(m) with { Rise = v }))
            .Optional("fall", "Failures in a row after which a healthy server is unhealthy.", ValueShapes.Whole(1, MostTries), m => get(m).Fall, (m, v) => set(m, get(m) with { Fall = v }))
            .Optional("debounce", "Seconds to gather changes before nginx reloads.", ValueShapes.Seconds(0, 3600), m => get(m).Debounce, (m, v) => set(m, get(m) with { Debounce = v }))
            .Optional("reloadInterval", "Least seconds between two reloads.", ValueShapes.Seconds(0, LongestTime), m => get(m).ReloadInterval, (m, v) => set(m, get(m) with { ReloadInterval = v }))
            .Optional("minimumHealthy", "Servers of each upstream that stay in use whatever the checks say.", ValueShapes.Whole(1, MostTries), m => get(m).MinimumHealthy, (m, v) => set(m, get(m) with { MinimumHealthy = v }))
            .Optional("throttleLimit", "Questions at once.", ValueShapes.Whole(1, 10_000), m => get(m).ThrottleLimit, (m, v) => set(m, get(m) with { ThrottleLimit = v }))
            .Optional("configurationInterval", "Seconds between two looks whether somebody changed the configuration.", ValueShapes.Seconds(0.1m, LongestTime), m => get(m).ConfigurationInterval, (m, v) => set(m, get(m) with { ConfigurationInterval = v }))
            .Optional("readOnly", "Only watch; the configuration stays as it is.", ValueShapes.Switch, m => get(m).ReadOnly, (m, v) => set(m, get(m) with { ReadOnly = v }));
    }
}
