using System.Net;
using NginxHa.Agent.Metrics;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Agent;

public sealed class MetricsTests
{
    private static readonly AgentPicture Picture = new()
    {
        Version = "1.2.3",
        StartTime = DateTimeOffset.FromUnixTimeMilliseconds(1500),
        ReloadsSucceeded = 2,
        ReloadsRefused = 1,
        InstancesWaiting = 0,
        Instances =
        [
            ScriptedEngine.Status(NodeDifferenceTests.Instance("we\"b", 7)) with
            {
                State = VrrpState.Master,
                EffectivePriority = 120,
                Tracks = [new TrackStatus("nginx", "Process", true, 20, 20, null, null), new TrackStatus("new", "Http", null, -5, 0, null, null)],
                Statistics = new VrrpStatistics { AdvertisementsSent = 12, Refused = new Dictionary<VrrpRefusal, long> { [VrrpRefusal.BadChecksum] = 3 } },
            },
        ],
        Loops =
        [
            new EngineLoopStatus
            {
                InstanceCount = 1, ResponseTime = TimeSpan.FromMilliseconds(1), WorstLateness = TimeSpan.FromMilliseconds(2), LateTimers = 4, SendErrors = 5,
                Refused = new Dictionary<VrrpRefusal, long> { [VrrpRefusal.UnknownVirtualRouter] = 6 },
            },
        ],
        Monitors =
        [
            new UpstreamMonitorStatus(
            [
                new ServerHealth { Key = new ServerKey(UpstreamProtocol.Stream, "db", "10.0.0.1:5432", 0), Healthy = true },
                new ServerHealth { Key = new ServerKey(UpstreamProtocol.Stream, "db", "10.0.0.2:5432", 0), Healthy = false, Down = DownOrigin.Monitor },
                new ServerHealth { Key = new ServerKey(UpstreamProtocol.Stream, "db", "10.0.0.3:5432", 0), Healthy = false },
            ]) { Name = "data", Running = true, Reloads = 3 },
            new UpstreamMonitorStatus([]) { Name = "late", Problem = "no nginx" },
        ],
    };

    [Theory]
    [InlineData("nginxha_build_info{version=\"1.2.3\"} 1")]
    [InlineData("nginxha_start_time_seconds 1.5")]
    [InlineData("nginxha_reloads_total{result=\"refused\"} 1")]
    [InlineData("nginxha_vrrp_state{instance_name=\"we\\\"b\",interface=\"eth0\",virtual_router_id=\"7\",state=\"master\"} 1")]
    [InlineData("nginxha_vrrp_state{instance_name=\"we\\\"b\",interface=\"eth0\",virtual_router_id=\"7\",state=\"fault\"} 0")]
    [InlineData("nginxha_vrrp_effective_priority{instance_name=\"we\\\"b\"} 120")]
    [InlineData("nginxha_vrrp_advertisements_sent_total{instance_name=\"we\\\"b\"} 12")]
    [InlineData("nginxha_vrrp_refused_total{instance_name=\"we\\\"b\",reason=\"BadChecksum\"} 3")]
    [InlineData("nginxha_vrrp_track_up{instance_name=\"we\\\"b\",track=\"nginx\",kind=\"Process\"} 1")]
    [InlineData("nginxha_vrrp_track_contribution{instance_name=\"we\\\"b\",track=\"new\",kind=\"Http\"} 0")]
    [InlineData("nginxha_loop_worst_lateness_seconds{network_namespace=\"\"} 0.002")]
    [InlineData("nginxha_loop_late_timers_total{network_namespace=\"\"} 4")]
    [InlineData("nginxha_send_errors_total{network_namespace=\"\"} 5")]
    [InlineData("nginxha_packets_without_instance_total{network_namespace=\"\",reason=\"UnknownVirtualRouter\"} 6")]
    [InlineData("nginxha_upstream_servers{monitor=\"data\",upstream=\"db\",protocol=\"stream\",state=\"configured\"} 3")]
    [InlineData("nginxha_upstream_servers{monitor=\"data\",upstream=\"db\",protocol=\"stream\",state=\"in_use\"} 2")]
    [InlineData("nginxha_upstream_servers{monitor=\"data\",upstream=\"db\",protocol=\"stream\",state=\"healthy\"} 1")]
    [InlineData("nginxha_upstream_monitor_up{monitor=\"data\"} 1")]
    [InlineData("nginxha_upstream_monitor_up{monitor=\"late\"} 0")]
    [InlineData("nginxha_upstream_reloads_total{monitor=\"data\"} 3")]
    public void Every_number_has_its_line(string line) => Assert.Contains(line, EngineMetrics.Write(Picture).Split('\n'));

    [Fact]
    public void Track_without_a_result_is_neither_up_nor_down() =>
        Assert.DoesNotContain("track_up{instance_name=\"we\\\"b\",track=\"new\"", EngineMetrics.Write(Picture), StringComparison.Ordinal);

    [Fact]
    public void Each_family_is_declared_once_and_before_its_samples()
    {
        var declared = new HashSet<string>(StringComparer.Ordinal);
        string family = "";
        foreach (string line in EngineMetrics.Write(Picture).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(declared.Add(family), line);
                Assert.Equal(line.EndsWith(" counter", StringComparison.Ordinal), family.EndsWith("_total", StringComparison.Ordinal));
            }
            else if (!line.StartsWith('#'))
            {
                Assert.Equal(family, line.Split('{', ' ')[0]);
            }
        }
    }

    [Fact]
    public async Task Listener_answers_for_metrics_alone_and_its_port_is_free_afterwards()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        IPEndPoint endPoint;
        await using (var listener = MetricsListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), _ => Task.FromResult("nginxha_x 1\n")))
        {
            listener.Start();
            endPoint = listener.EndPoint;
            using var client = new HttpClient { BaseAddress = new Uri($"http://{endPoint}") };
            using HttpResponseMessage metrics = await client.GetAsync("metrics", cancelled);
            Assert.Equal("nginxha_x 1\n", await metrics.Content.ReadAsStringAsync(cancelled));
            Assert.Equal("text/plain", metrics.Content.Headers.ContentType?.MediaType);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("metrics?x=1", cancelled)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("metricsx", cancelled)).StatusCode);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync("metrics", null, cancelled)).StatusCode);
        }

        await using var again = MetricsListener.Bind(endPoint, _ => Task.FromResult(""));
        Assert.Throws<System.Net.Sockets.SocketException>(() => MetricsListener.Bind(endPoint, _ => Task.FromResult("")));
    }
}
