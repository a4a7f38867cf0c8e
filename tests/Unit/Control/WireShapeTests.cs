using System.Net;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Control;
using NginxHa.Control.Protocol;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;
using NginxHa.Topology;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Control;

/// <summary>The protocol as it is on the wire: whoever changes a line here changes the protocol and raises its version.</summary>
public sealed class WireShapeTests
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(2));

    private static VrrpInstanceStatus Instance => new()
    {
        Engine = EngineKind.Agent,
        Origin = InstanceOrigin.Document,
        Options = new VrrpInstanceOptions
        {
            Name = "web",
            Interface = "eth0",
            VirtualRouterId = 51,
            VirtualAddresses = [VirtualAddress("192.0.2.10", 24)],
            Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, SecretsWithheld = true },
        },
        State = VrrpState.Master,
        Since = Moment,
        Reason = "no advertisement for 3.6 s",
        EffectivePriority = 80,
        PriorityReason = "100 - 20 (nginx down)",
        PrimaryAddress = IPAddress.Parse("192.0.2.1"),
        MasterAddress = IPAddress.Parse("192.0.2.1"),
        MasterPriority = 80,
        MasterAdvertisementInterval = TimeSpan.FromSeconds(1),
        MasterDownInterval = TimeSpan.FromTicks(36_093_751),
        Group = "pair",
        VirtualMacInterface = "vrrp.51",
        OwnedAddresses = [VirtualAddress("192.0.2.10", 24)],
        Tracks = [new TrackStatus("nginx", "Process", false, -20, -20, "no process", Moment)],
        Statistics = new VrrpStatistics { AdvertisementsSent = 12, Refused = new Dictionary<VrrpRefusal, long> { [VrrpRefusal.BadChecksum] = 3 } },
    };

    [Fact]
    public void An_instance_is_this_line() => Check(
        WireInstances.Instance,
        Instance,
        """{"options":{"name":"web","interface":"eth0","virtualRouterId":51,"virtualAddresses":["192.0.2.10/24"],"authentication":{"method":"Password"}},"secretsWithheld":true,"origin":"Document","state":"Master","since":"2026-03-04T05:06:07.0890000+02:00","reason":"no advertisement for 3.6 s","effectivePriority":80,"priorityReason":"100 - 20 (nginx down)","primaryAddress":"192.0.2.1","masterAddress":"192.0.2.1","masterPriority":80,"masterAdvertisementInterval":1,"masterDownInterval":3.6093751,"group":"pair","virtualMacInterface":"vrrp.51","ownedAddresses":["192.0.2.10/24"],"tracks":[{"name":"nginx","kind":"Process","isUp":false,"weight":-20,"contribution":-20,"detail":"no process","lastChecked":"2026-03-04T05:06:07.0890000+02:00"}],"statistics":{"advertisementsSent":12,"refused":{"BadChecksum":3}}}""");

    [Fact]
    public void A_group_is_this_line() => Check(
        WireInstances.Group,
        new SyncGroupStatus(new SyncGroupOptions { Name = "pair", Members = ["web", "db"] }, VrrpState.Backup, Moment) { Engine = EngineKind.Agent },
        """{"options":{"name":"pair","members":["web","db"]},"origin":"Request","state":"Backup","since":"2026-03-04T05:06:07.0890000+02:00"}""");

    [Fact]
    public void An_event_is_this_line() => Check(
        WireInstances.Event,
        new VrrpEvent { Sequence = 7, Time = Moment, Kind = VrrpEventKind.StateChanged, Name = "web", Engine = EngineKind.Agent, PreviousState = VrrpState.Backup, State = VrrpState.Master, Priority = 100, Reason = "startup" },
        """{"sequence":7,"time":"2026-03-04T05:06:07.0890000+02:00","kind":"StateChanged","name":"web","previousState":"Backup","state":"Master","priority":100,"reason":"startup"}""");

    [Fact]
    public void The_agent_is_this_line() => Check(
        WireAgent.Status,
        new AgentStatus
        {
            Version = "0.1.0",
            ProcessId = 42,
            StartTime = Moment,
            DocumentPath = "/etc/nginxha/nginxha.json",
            DocumentHash = "ab12",
            NodeName = "lb1",
            LoopLatency = TimeSpan.FromMicroseconds(12),
            MetricsEndPoint = IPEndPoint.Parse("[::1]:9650"),
            LastReload = new ReloadResult
            {
                Time = Moment,
                Succeeded = false,
                Changes = [new ReloadChange(ReloadChangeKind.InstanceUpdated, "web", "priority 100 to 150")],
                Problems = [new Finding(FindingSeverity.Error, "UnknownKey", "No.") { File = "/etc/x", Line = 3, Column = 4, Subject = "$.nodse", Remedy = "Did you mean 'nodes'?", Node = "lb1" }],
            },
        },
        """{"version":"0.1.0","processId":42,"startTime":"2026-03-04T05:06:07.0890000+02:00","documentPath":"/etc/nginxha/nginxha.json","documentHash":"ab12","nodeName":"lb1","lastReload":{"time":"2026-03-04T05:06:07.0890000+02:00","succeeded":false,"changes":[{"kind":"InstanceUpdated","name":"web","detail":"priority 100 to 150"}],"problems":[{"severity":"Error","id":"UnknownKey","message":"No.","node":"lb1","subject":"$.nodse","file":"/etc/x","line":3,"column":4,"remedy":"Did you mean 'nodes'?"}]},"loopLatency":0.000012,"metricsEndPoint":"[::1]:9650"}""");

    [Fact]
    public void An_error_is_this_line() => Check(
        ControlError.Shape,
        new ControlError("NotFound", "There is no instance 'x'."),
        """{"code":"NotFound","message":"There is no instance 'x'."}""");

    [Fact]
    public void A_monitor_is_this_line() => Check(
        WireMonitors.Monitor,
        new UpstreamMonitorStatus([new ServerHealth { Key = default }])
        {
            Name = "app",
            Path = "/etc/nginx/nginx.conf",
            Running = true,
            Started = Moment,
            Reloads = 3,
            IsDeclared = true,
            Problem = "gone",
            Options = new MonitorOptions { Upstreams = ["app"], Check = new HealthCheck { Kind = HealthCheckKind.Http, Path = "/health" }, MinimumHealthy = 2 },
        },
        """{"name":"app","path":"/etc/nginx/nginx.conf","running":true,"started":"2026-03-04T05:06:07.0890000+02:00","reloads":3,"isDeclared":true,"problem":"gone","options":{"upstreams":["app"],"check":{"type":"Http","path":"/health"},"minimumHealthy":2}}""");

    [Fact]
    public void A_server_of_a_monitor_is_this_line() => Check(
        WireMonitors.Server,
        new ServerHealth
        {
            Key = new ServerKey(UpstreamProtocol.Stream, "app", "10.0.0.1:80", 1),
            Healthy = false,
            InARow = 3,
            LastSuccess = false,
            Reason = "connection refused",
            Latency = TimeSpan.FromMilliseconds(1.5),
            LastCheck = Moment,
            Since = Moment,
            Checks = 9,
            Failures = 3,
            Down = DownOrigin.Monitor,
            Spared = true,
        },
        """{"key":{"protocol":"Stream","upstream":"app","address":"10.0.0.1:80","occurrence":1},"healthy":false,"inARow":3,"lastSuccess":false,"reason":"connection refused","latency":0.0015,"lastCheck":"2026-03-04T05:06:07.0890000+02:00","since":"2026-03-04T05:06:07.0890000+02:00","checks":9,"failures":3,"down":"Monitor","spared":true}""");

    [Fact]
    public void An_event_of_a_monitor_is_this_line() => Check(
        WireMonitors.Event,
        new MonitorEvent(Moment, MonitorEventKind.TakenOut, [new ServerKey(UpstreamProtocol.Http, "app", "10.0.0.1:80", 0)], "taken out: app/10.0.0.1:80"),
        """{"time":"2026-03-04T05:06:07.0890000+02:00","kind":"TakenOut","servers":[{"upstream":"app","address":"10.0.0.1:80"}],"message":"taken out: app/10.0.0.1:80"}""");

    [Fact]
    public void A_monitor_is_asked_for_with_this_line() => Check(
        WireMonitors.Start,
        new UpstreamMonitorRequest { Name = "app", ConfigurationPath = "/etc/nginx/nginx.conf", ProgramPath = "/usr/sbin/nginx", Prefix = "/srv/nginx", Options = new MonitorOptions { ReadOnly = true } },
        """{"name":"app","configurationPath":"/etc/nginx/nginx.conf","program":"/usr/sbin/nginx","prefix":"/srv/nginx","options":{"readOnly":true}}""");

    [Fact]
    public void A_key_that_is_not_known_is_no_reply()
    {
        var token = (JObject)WireInstances.Instance.Write(Instance);
        ((JObject)token["options"]!)["tomorrow"] = true;
        var context = new ReadContext(file: null);
        Assert.False(WireInstances.Instance.TryRead(token, context, out _));
        Assert.Contains("'tomorrow'", Assert.Single(context.Findings).Message, StringComparison.Ordinal);
    }

    private static VirtualAddress VirtualAddress(string address, byte prefix) => new() { Address = IPAddress.Parse(address), PrefixLength = prefix };

    /// <summary>Written as expected, and read back to what is written the same way.</summary>
    private static void Check<T>(Shape<T> shape, T value, string expected)
    {
        Assert.Equal(expected, shape.Write(value).ToString(Formatting.None));
        var context = new ReadContext(file: null);
        Assert.True(shape.TryRead(TopologyDocument.Load(expected), context, out T read), string.Join(Environment.NewLine, context.Findings));
        Assert.Equal(expected, shape.Write(read).ToString(Formatting.None));
    }
}
