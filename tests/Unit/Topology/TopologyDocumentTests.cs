using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using NginxHa.Nginx.Health;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Topology;

public sealed class TopologyDocumentTests
{
    private const string Pair = """
        {
          "name": "web",
          "interface": "eth0",
          "nodes": [ { "name": "node1", "addresses": ["192.168.139.129"] }, { "name": "node2", "addresses": ["192.168.139.130"] } ],
          "virtualIps": [ "192.168.139.200/24" ]
        }
        """;

    [Fact]
    public void Instances_survive_writing_and_reading() => NodeDeclarationGenerator.Node.Sample(
        node =>
        {
            var topology = new HaTopology { Name = "generated", Instances = node.Instances, SyncGroups = node.SyncGroups };
            string text = TopologyDocument.Write(topology);
            TopologyReadResult read = TopologyDocument.Parse(text);
            Assert.All(read.Findings, static finding => Assert.Equal("UnequalMembers", finding.Id));
            Assert.Equal(StructuralText.Of(topology), StructuralText.Of(read.Topology));
            Assert.Equal(text, TopologyDocument.Write(read.Topology!));
        },
        iter: 300);

    [Fact]
    public void A_cluster_with_everything_survives_writing_and_reading()
    {
        TopologyReadResult read = TopologyDocument.Parse(TopologyDocument.Write(Everything));
        Assert.DoesNotContain(read.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(StructuralText.Of(Everything), StructuralText.Of(read.Topology));
    }

    [Fact]
    public void What_is_the_default_is_not_written()
    {
        HaTopology topology = TopologyDocument.Parse(Pair).Topology!;
        Assert.Equal(
            """
            {
              "$schema": "urn:nginxha:schema:topology",
              "name": "web",
              "nodes": [
                {
                  "name": "node1",
                  "addresses": [
                    "192.168.139.129"
                  ]
                },
                {
                  "name": "node2",
                  "addresses": [
                    "192.168.139.130"
                  ]
                }
              ],
              "virtualIps": [
                "192.168.139.200/24"
              ],
              "interface": "eth0"
            }

            """,
            TopologyDocument.Write(topology));
    }

    [Theory]
    [InlineData("{\n  \"nmae\": \"x\" }", "UnknownKey", 2, "$.nmae", "name")]
    [InlineData("{ \"agent\": {\n \"log\": { \"levell\": \"Error\" } } }", "UnknownKey", 2, "$.agent.log.levell", "level")]
    [InlineData("{ \"firstVirtualRouterId\": 256 }", "ValueNotAllowed", 1, "$.firstVirtualRouterId", "255")]
    [InlineData("{ \"firstVirtualRouterId\": 1.5 }", "ValueNotAllowed", 1, "$.firstVirtualRouterId", "whole number")]
    [InlineData("{ \"firstVirtualRouterId\": \"51\" }", "WrongType", 1, "$.firstVirtualRouterId", "'51'")]
    [InlineData("{ \"firstVirtualRouterId\": 99999999999999999999999999 }", "ValueNotAllowed", 1, "$.firstVirtualRouterId", "255")]
    [InlineData("{ \"mode\": \"dualmaster\" }", "ValueNotAllowed", 1, "$.mode", "'DualMaster'")]
    [InlineData("{ \"nodes\": {} }", "WrongType", 1, "$.nodes", "a list")]
    [InlineData("{ \"nodes\": [ {} ] }", "MissingKey", 1, "$.nodes[0]", "'name'")]
    [InlineData("{ \"nodes\": [ { \"name\": \"a\", \"addresses\": [\"10.0.0.300\"] } ] }", "ValueNotAllowed", 1, "$.nodes[0].addresses[0]", "'10.0.0.300'")]
    [InlineData("{ \"virtualIps\": [ \"10.0.0.1/33\" ] }", "ValueNotAllowed", 1, "$.virtualIps[0]", "prefix length")]
    [InlineData("{ \"vrrp\": { \"preempt\": \"yes\" } }", "WrongType", 1, "$.vrrp.preempt", "true or false")]
    [InlineData("{ \"vrrp\": { \"advertisementInterval\": 0.0000001 } }", "ValueNotAllowed", 1, "$.vrrp.advertisementInterval", "0.01 to 255 seconds")]
    [InlineData("{ \"tracks\": [ { \"name\": \"x\" } ] }", "MissingKey", 1, "$.tracks[0]", "'type'")]
    [InlineData("{ \"tracks\": [ { \"type\": \"Ping\", \"name\": \"x\" } ] }", "ValueNotAllowed", 1, "$.tracks[0].type", "'Gateway'")]
    [InlineData("{ \"tracks\": [ { \"type\": \"Script\", \"name\": \"x\", \"program\": \"relative\" } ] }", "ValueNotAllowed", 1, "$.tracks[0].program", "absolute path")]
    [InlineData("{ \"tracks\": [ { \"type\": \"Http\", \"name\": \"x\", \"uri\": \"ftp://x/\" } ] }", "ValueNotAllowed", 1, "$.tracks[0].uri", "http")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }", "InvalidJson", 1, "name", "name")]
    [InlineData("{ \"name\": \"a\" ", "InvalidJson", 1, "name", "end")]
    [InlineData("[]", "WrongType", 1, "$", "object")]
    [InlineData("{} {}", "InvalidJson", 1, "", "additional text")]
    [InlineData("{}", "Empty", 1, "$", "nodes")]
    public void What_is_not_allowed_is_refused_with_line_path_and_reason(string json, string id, int line, string path, string says)
    {
        TopologyReadResult read = TopologyDocument.Parse(json, "test.json");
        Assert.Null(read.Topology);
        Finding finding = Assert.Single(read.Findings, f => f.Id == id);
        Assert.Equal(("test.json", line, path), (finding.File, finding.Line, finding.Subject));
        Assert.True(finding.Column > 0);
        Assert.Contains(says, finding.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        TopologyReadResult read = TopologyDocument.Parse("{ \"nmae\": 1, \"mode\": 2, \"nodes\": [ { \"name\": 5 }, { \"nam\": 6 } ] }");
        Assert.Equal(["UnknownKey", "ValueNotAllowed", "WrongType", "UnknownKey", "MissingKey"], read.Findings.Select(f => f.Id));
    }

    [Fact]
    public void A_secret_is_never_in_a_message()
    {
        TopologyReadResult read = TopologyDocument.Parse("{ \"vrrp\": { \"authentication\": { \"method\": \"Hmac\", \"keys\": { \"1\": \"hex:abcd5\", \"999\": \"abcd5\" } } } }");
        Assert.False(read.IsValid);
        Assert.DoesNotContain(read.Findings, finding => finding.ToString().Contains("abcd5", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", Everything.Vrrp.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"hex:AAFF\"", "AAFF")]
    [InlineData("\"text\"", "74657874")]
    public void A_secret_is_text_or_bytes(string json, string hex)
    {
        HaTopology topology = TopologyDocument.Parse(Pair.Replace("\"name\": \"web\",", $"\"name\": \"web\", \"vrrp\": {{ \"authentication\": {{ \"method\": \"Password\", \"secret\": {json} }} }},", StringComparison.Ordinal)).Topology!;
        Assert.Equal(hex, Convert.ToHexString(topology.Vrrp.Authentication.Secret.Span));
        Assert.Contains(json, TopologyDocument.Write(topology), StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_of_the_session_does_not_matter()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        var comma = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = comma;
            HaTopology topology = TopologyDocument.Parse(Pair.Replace("\"name\": \"web\",", "\"vrrp\": { \"version\": \"V3\", \"advertisementInterval\": 0.25 },", StringComparison.Ordinal)).Topology!;
            Assert.Equal(TimeSpan.FromMilliseconds(250), topology.Vrrp.AdvertisementInterval);
            Assert.Contains("\"advertisementInterval\": 0.25", TopologyDocument.Write(topology), StringComparison.Ordinal);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_published_schema_is_the_one_of_the_reader() =>
        Assert.Equal(TopologyDocument.Schema(), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", "nginxha.schema.json")));

    private static UpstreamMonitorSettings[] Monitors =>
    [
        new UpstreamMonitorSettings
        {
            Name = "app",
            Options = new MonitorOptions
            {
                Upstreams = ["app", "api"],
                Interval = TimeSpan.FromSeconds(1),
                Jitter = 0.25,
                MaximumInterval = TimeSpan.FromSeconds(7.5),
                Rise = 3,
                Fall = 4,
                Debounce = TimeSpan.FromMilliseconds(50),
                ReloadInterval = TimeSpan.FromSeconds(3),
                MinimumHealthy = 2,
                ThrottleLimit = 10,
                ConfigurationInterval = TimeSpan.FromSeconds(9),
                Check = new HealthCheck
                {
                    Kind = HealthCheckKind.Https,
                    Timeout = TimeSpan.FromSeconds(0.5),
                    Port = 8443,
                    Path = "/health",
                    Method = "HEAD",
                    HostHeader = "app.example",
                    ServerName = "sni.example",
                    ExpectedStatus = [new StatusRange(200, 204), new StatusRange(301, 301)],
                    Body = new Regex("^ok$"),
                    Headers = new Dictionary<string, Regex> { ["X-State"] = new Regex("up|ready") },
                    VerifyCertificate = true,
                    MinimumCertificateLifetime = TimeSpan.FromDays(3),
                },
            },
        },
        new UpstreamMonitorSettings
        {
            Name = "names",
            Options = new MonitorOptions { Upstreams = ["dns"], ReadOnly = true, Check = new HealthCheck { Kind = HealthCheckKind.Dns, DnsName = "example.org", DnsType = DnsRecordType.Aaaa } },
        },
        new UpstreamMonitorSettings
        {
            Name = "syslog",
            Options = new MonitorOptions { Upstreams = ["log"], Check = new HealthCheck { Kind = HealthCheckKind.Udp, Payload = new byte[] { 1, 2 }, RequireReply = true } },
        },
    ];

    internal static HaTopology Everything { get; } = new()
    {
        Name = "all",
        Mode = TopologyMode.DualMaster,
        Interface = "eth0",
        FirstVirtualRouterId = 60,
        Nodes =
        [
            new TopologyNode { Name = "a", HostNames = ["a.example.org"], MachineId = "0123", Addresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")], Interface = "eth1", NetworkNamespace = "ns" },
            new TopologyNode { Name = "b", Addresses = [IPAddress.Parse("192.0.2.2"), IPAddress.Parse("2001:db8::2")], Tracks = [new InterfaceTrackOptions { Name = "uplink", Interface = "eth2", Weight = -60, Reverse = true }] },
        ],
        VirtualIps =
        [
            new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.Parse("192.0.2.100"), PrefixLength = 24, Label = "eth0:1" } },
            new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.Parse("192.0.2.101"), PrefixLength = 24, Interface = "eth3", Scope = AddressScope.Link }, Owner = "b" },
            new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.Parse("2001:db8::100"), PrefixLength = 64 }, Owner = "b", VirtualRouterId = 77 },
            new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.Parse("192.0.2.102"), PrefixLength = 32, IsExcluded = true }, Owner = "b" },
        ],
        Vrrp = new TopologyVrrpSettings
        {
            Version = VrrpVersion.V3,
            AdvertisementInterval = TimeSpan.FromMilliseconds(250),
            PreemptDelay = TimeSpan.FromSeconds(1.5),
            StartupDelay = TimeSpan.FromSeconds(2),
            Unicast = true,
            UnicastTimeToLive = 200,
            DownTimerAdverts = 4,
            ChecksumWithPseudoHeader = false,
            VirtualMac = new VirtualMacOptions { TransmitFromParent = true },
            GratuitousArp = new GratuitousArpOptions { Delay = TimeSpan.FromSeconds(1), LowerPriorityRepeat = 0, Refresh = TimeSpan.FromSeconds(60) },
            Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Hmac, ActiveKeyId = 2, HmacMode = HmacMode.Permissive, AntiReplay = AntiReplay.Monotonic, Keys = new SortedDictionary<byte, ReadOnlyMemory<byte>> { [2] = "hunter2hunter2hunter2hunter2hunter2"u8.ToArray(), [3] = new byte[32] } },
            VirtualRoutes = [new VirtualRoute { Destination = IPAddress.Parse("10.0.0.0"), PrefixLength = 8, Gateway = IPAddress.Parse("192.0.2.254"), Interface = "eth0", Metric = 5, Table = 100, OnLink = true }],
            VirtualRules = [new VirtualRule { From = IPAddress.Parse("192.0.2.100"), FromPrefixLength = 32, Table = 100, Preference = 1000, FirewallMark = 3, InputInterface = "eth0" }],
        },
        Tracks =
        [
            new ScriptTrackOptions { Name = "script", Program = "/bin/true", Arguments = ["a b", "c"], User = "daemon", Rise = 2, Fall = 3, InitiallyUp = false, Timeout = TimeSpan.FromSeconds(0.5) },
            new FileTrackOptions { Name = "file", Path = "/run/level", Weight = 2 },
            new HttpTrackOptions { Name = "http", Uri = new Uri("https://127.0.0.1/health"), MinimumStatus = 204, MaximumStatus = 204, HostHeader = "web", SkipCertificateCheck = true },
            new TcpTrackOptions { Name = "tcp", Host = "localhost", Port = 80, InitiallyUp = true },
            new GatewayTrackOptions { Name = "witness", Gateway = IPAddress.Parse("192.0.2.254"), Interval = TimeSpan.FromSeconds(3) },
            new ProcessTrackOptions { Name = "pid", PidFile = "/run/nginx.pid" },
            new UpstreamTrackOptions { Name = "back ends", Monitor = "App", Upstream = "app", MinimumHealthy = 2, Weight = -30 },
        ],
        Hooks = new VrrpHooks { Master = new VrrpHook { Program = "/usr/local/bin/hook.ps1", Arguments = ["x"], User = "daemon", Timeout = TimeSpan.FromSeconds(5) } },
        Nginx = new NginxSettings { HealthUri = new Uri("http://127.0.0.1/status"), Fall = 4, Weight = -10, ConfigurationPath = "/etc/nginx/nginx.conf", Program = "/usr/sbin/nginx", UpstreamMonitors = Monitors },
        Agent = new AgentSettings { Log = new AgentLogSettings { Format = AgentLogFormat.Json, Level = AgentLogLevel.Debug }, Metrics = new AgentMetricsSettings { Port = 1234 }, Scheduling = new AgentSchedulingSettings { LockMemory = true, RealTimePriority = 50 } },
    };
}
