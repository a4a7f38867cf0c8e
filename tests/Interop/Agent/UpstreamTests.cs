using System.Net;
using System.Net.Sockets;
using NginxHa.Control;
using NginxHa.Nginx.Health;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Agent;

/// <summary>Agents that watch the back ends of their nginx: one that is dead goes out of use, and the address goes where some are left.</summary>
public sealed class UpstreamTests : IDisposable
{
    private const string VirtualIp = "10.77.7.7";

    private readonly Segment _segment = new();
    private readonly ScratchFolder _folder = new(forPrograms: true);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _segment.Dispose();
        _folder.Dispose();
    }

    [InteropFact(Needs.Nginx)]
    public async Task The_address_follows_the_back_ends_and_the_dead_ones_are_out_of_use()
    {
        (AgentProcess agent, string path, string text) = await StartNodeAsync(_segment.Ours, "ours");
        (AgentProcess other, _, _) = await StartNodeAsync(_segment.Theirs, "theirs");
        NginxProcess backEnd = await NginxProcess.StartAsync(_segment.Ours, Cancelled);
        await NginxProcess.StartAsync(_segment.Theirs, Cancelled);
        agent.Write(Cluster(path));
        other.Write(Cluster(Path.Combine(_folder.Path, "theirs.conf")));
        await agent.StartAsync(Cancelled);
        await other.StartAsync(Cancelled);
        await OwnedByAsync(_segment.Ours);

        // Port 81 answers nobody: out of the file, and out of use in nginx.
        await WaitForTextAsync(path, text.Replace("127.0.0.1:81;", "127.0.0.1:81 down; # marked down by NginxHa", StringComparison.Ordinal));
        await agent.WaitForLogAsync("taken out: app/127.0.0.1:81; nginx reloaded", Cancelled);

        backEnd.Kill();
        await OwnedByAsync(_segment.Theirs);
        CommandResult status = agent.Run("status", "--runtime-directory", agent.RuntimeFolder);
        Assert.Contains("app: 0 of 2 healthy, 1 wanted", status.Output + agent.Process.Log, StringComparison.Ordinal);
        await NginxProcess.StartAsync(_segment.Ours, Cancelled);
        await OwnedByAsync(_segment.Ours);

        Assert.Equal(0, agent.Stop());
        Assert.Equal(text, await File.ReadAllTextAsync(path, Cancelled));
    }

    [InteropFact(Needs.Nginx)]
    public async Task Clients_see_the_monitors_and_an_agent_that_was_killed_finds_its_marks()
    {
        (AgentProcess agent, string path, string text) = await StartNodeAsync(_segment.Ours, "ours");
        await NginxProcess.StartAsync(_segment.Ours, Cancelled);
        agent.Write(Cluster(path));
        await agent.StartAsync(Cancelled, "--node", "ours");
        string marked = text.Replace("127.0.0.1:81;", "127.0.0.1:81 down; # marked down by NginxHa", StringComparison.Ordinal);
        await WaitForTextAsync(path, marked);

        await using (var client = new ControlClient(new ControlClientSettings { Address = agent.ControlSocket }))
        {
            UpstreamMonitorStatus monitor = Assert.Single(await client.GetMonitorsAsync(Cancelled));
            Assert.Equal(("app", path, true, true), (monitor.Name, monitor.Path, monitor.Running, monitor.IsDeclared));
            Assert.Equal([true, false], monitor.Servers.Select(server => server.Healthy));
            UpstreamMonitorStatus asked = await client.StartMonitorAsync(new UpstreamMonitorRequest { Name = "mine", Options = new MonitorOptions { ReadOnly = true } }, Cancelled);
            Assert.Equal((path, false), (asked.Path, asked.IsDeclared));
            await agent.ReloadAsync(Cancelled);
            Assert.Equal(["app", "mine"], (await client.GetMonitorsAsync(Cancelled)).Select(status => status.Name));
            Assert.Equal(monitor.Started, (await client.GetMonitorsAsync(Cancelled))[0].Started);
            Assert.False((await client.StopMonitorAsync("mine", keepMarks: false, Cancelled)).Running);
        }

        agent.Kill();
        Assert.Equal(marked, await File.ReadAllTextAsync(path, Cancelled));
        await agent.StartAsync(Cancelled, "--node", "ours");
        await agent.WaitForLogAsync("Upstream monitor app watches", Cancelled);
        await using (var client = new ControlClient(new ControlClientSettings { Address = agent.ControlSocket }))
        {
            await Eventually.TrueAsync(
                () => client.GetMonitorsAsync(Cancelled).GetAwaiter().GetResult() is [{ Servers: [_, { Healthy: false }] }], AgentProcess.Patience, () => agent.Process.Log, Cancelled);
        }

        agent.Stop();
        Assert.Equal(text, await File.ReadAllTextAsync(path, Cancelled));
    }

    /// <summary>A node with an nginx whose upstream has port 80 and port 81 of loopback, and an agent that is not started.</summary>
    private async Task<(AgentProcess Agent, string Path, string Text)> StartNodeAsync(TestNode node, string name)
    {
        string text = $$"""
            daemon off;
            user root;
            worker_processes 1;
            pid {{_folder[name + ".pid"]}};
            error_log {{_folder[name + ".log"]}} notice;
            events { worker_connections 512; }
            http {
                access_log off;
                client_body_temp_path {{_folder[name + ".body"]}};
                proxy_temp_path {{_folder[name + ".proxy"]}};
                fastcgi_temp_path {{_folder[name + ".fastcgi"]}};
                uwsgi_temp_path {{_folder[name + ".uwsgi"]}};
                scgi_temp_path {{_folder[name + ".scgi"]}};
                upstream app {
                    server 127.0.0.1:80;
                    server 127.0.0.1:81;
                }
                server { listen 8080; location / { proxy_pass http://app; } }
            }

            """;
        string path = _folder.Write(name + ".conf", text);
        BackgroundProcess nginx = node.Start("nginx", ["-c", path]);
        await Eventually.TrueAsync(() => File.Exists(_folder[name + ".pid"]) || nginx.HasExited, AgentProcess.Patience, () => nginx.Log, Cancelled);
        Assert.False(nginx.HasExited, nginx.Log);
        return (new AgentProcess(node), path, text);
    }

    private Topology.HaTopology Cluster(string configuration) => new()
    {
        Name = "ha",
        Interface = "eth0",
        Nodes =
        [
            new TopologyNode { Name = "ours", Addresses = [IPAddress.Parse(_segment.OursAddress(AddressFamily.InterNetwork))] },
            new TopologyNode { Name = "theirs", Addresses = [IPAddress.Parse(_segment.TheirsAddress(AddressFamily.InterNetwork))] },
        ],
        VirtualIps = [new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.Parse(VirtualIp), PrefixLength = 16 } }],
        Vrrp = new TopologyVrrpSettings { Version = VrrpVersion.V3, AdvertisementInterval = TimeSpan.FromSeconds(0.1) },
        Tracks = [new UpstreamTrackOptions { Name = "back ends", Monitor = "app", Interval = TimeSpan.FromSeconds(0.1) }],
        Nginx = new NginxSettings
        {
            Track = false,
            ConfigurationPath = configuration,
            Program = Machine.PathOf("nginx"),
            UpstreamMonitors =
            [
                new UpstreamMonitorSettings
                {
                    Name = "app",
                    Options = new MonitorOptions { Interval = TimeSpan.FromSeconds(0.1), MaximumInterval = TimeSpan.FromSeconds(0.3), Fall = 2, Rise = 2, Debounce = TimeSpan.FromSeconds(0.05) },
                },
            ],
        },
    };

    private Task OwnedByAsync(TestNode node) => _segment.Ownership.WaitForOwnerAsync(VirtualIp, node, AgentProcess.Patience, Cancelled);

    private static Task WaitForTextAsync(string path, string text) => Eventually.TrueAsync(
        () => File.ReadAllText(path) == text, AgentProcess.Patience, () => File.ReadAllText(path), Cancelled);
}
