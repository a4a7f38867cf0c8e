using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Topology;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Agent;

/// <summary>The agent among its neighbours: another agent and keepalived.</summary>
public sealed class LifeTests : IDisposable
{
    private static readonly Pairing Router = new() { Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1) };
    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Keepalived)]
    public async Task Agent_and_keepalived_hand_the_address_to_each_other()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(Router.Ours(_segment, 150));
        await agent.StartAsync(Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, AgentProcess.Patience, Cancelled);
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, Router.Theirs(_segment, 100).ToString(), Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);

        Assert.Equal(0, agent.Stop());
        Assert.False(_segment.Ours.Owns(Router.Address));
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Theirs, AgentProcess.Patience, Cancelled);
        Assert.Contains(agent.Notifications, text => text.StartsWith("STOPPING=1", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(agent.RuntimeFolder, "state.json")));

        await agent.StartAsync(Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, AgentProcess.Patience, Cancelled);
        await keepalived.WaitForStateAsync(Router.Name, "BACKUP", Cancelled);
    }

    [InteropFact]
    public async Task Two_agents_share_a_cluster_document_and_the_survivor_takes_over()
    {
        Topology.HaTopology cluster = new()
        {
            Name = "ha",
            Interface = "eth0",
            Nodes = [new TopologyNode { Name = "one", Addresses = [IPAddress.Parse(_segment.OursAddress(AddressFamily.InterNetwork))] }, new TopologyNode { Name = "two", Addresses = [IPAddress.Parse(_segment.TheirsAddress(AddressFamily.InterNetwork))] }],
            VirtualIps = [new TopologyVirtualIp { Address = new VirtualAddress { Address = IPAddress.Parse(Router.Address), PrefixLength = 24 } }],
            Vrrp = new TopologyVrrpSettings { Version = VrrpVersion.V3, AdvertisementInterval = TimeSpan.FromSeconds(0.1) },
        };
        AgentProcess[] agents = [new(_segment.Ours), new(_segment.Theirs)];
        foreach (AgentProcess agent in agents)
        {
            // The nodes find themselves by their addresses.
            agent.Write(cluster);
            await agent.StartAsync(Cancelled);
        }

        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, AgentProcess.Patience, Cancelled);
        CommandResult status = agents[1].Run("status", "--runtime-directory", agents[1].RuntimeFolder);
        Assert.Equal((0, true), (status.ExitCode, status.Output.Contains("ha: Backup", StringComparison.Ordinal)));

        agents[0].Kill();
        await Eventually.TrueAsync(() => _segment.Theirs.Owns(Router.Address), AgentProcess.Patience, () => "the other node has the address", Cancelled);
        await agents[0].StartAsync(Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, AgentProcess.Patience, Cancelled);
        await agents[0].WaitForLogAsync("not ended in good order", Cancelled);
    }

    [InteropFact]
    public async Task A_second_agent_is_refused_by_runtime_directory_and_by_network_namespace()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(Router.Ours(_segment, 150));
        await agent.StartAsync(Cancelled);
        CommandResult same = agent.Run("run", "--document", agent.DocumentPath, "--runtime-directory", agent.RuntimeFolder);
        CommandResult other = agent.Run("run", "--document", agent.DocumentPath, "--runtime-directory", agent.RuntimeFolder + "2");
        Assert.Equal((8, 8), (same.ExitCode, other.ExitCode));
        Assert.Contains($"process id {agent.Process.Id} ", same.Error, StringComparison.Ordinal);
        Assert.Contains($"process id {agent.Process.Id} ", other.Error, StringComparison.Ordinal);
        Assert.True(_segment.Ours.Owns(Router.Address) || !agent.Process.HasExited);
    }

    [InteropFact]
    public async Task An_agent_that_starts_before_its_interface_waits_for_it()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(Router.Ours(_segment, 255) with { Interface = "late0" });
        await agent.StartAsync(Cancelled);
        await agent.WaitForLogAsync("interface late0 does not exist", Cancelled);
        _segment.Ours.Ip("link add late0 type veth peer name late1", "address add 10.78.0.1/24 dev late0", "link set late1 up", "link set late0 up");
        await Eventually.TrueAsync(() => _segment.Ours.Owns(Router.Address), AgentProcess.Patience, () => $"the address is there; log:\n{agent.Process.Log}", Cancelled);
    }

    [InteropFact]
    public async Task Service_manager_hears_that_the_agent_lives()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(Router.Ours(_segment, 255));
        agent.Launch(watchdog: TimeSpan.FromSeconds(0.4));
        await agent.WaitForNotificationAsync("READY=1\nSTATUS=", 0, Cancelled);
        await Eventually.TrueAsync(
            () => agent.Notifications.Count(text => text == "WATCHDOG=1") >= 3, AgentProcess.Patience, () => "the watchdog is fed", Cancelled);
        await agent.WaitForNotificationAsync("1 instances: 1 master", 0, Cancelled);
    }

    [InteropFact]
    public async Task Metrics_are_served_where_the_document_says()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(new Topology.HaTopology
        {
            Instances = [Router.Ours(_segment, 255)],
            Agent = new AgentSettings { Metrics = new AgentMetricsSettings { Port = 9650 } },
        });
        await agent.StartAsync(Cancelled);
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) => new NetworkStream(
                await NetworkNamespace.ConnectAsync(_segment.Ours.Namespace, context.DnsEndPoint, cancellationToken), ownsSocket: true),
        };
        using var client = new HttpClient(handler);
        string text = await client.GetStringAsync(new Uri("http://127.0.0.1:9650/metrics"), Cancelled);
        Assert.Contains("nginxha_vrrp_state{instance_name=\"router\",interface=\"eth0\",virtual_router_id=\"7\",state=\"master\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("nginxha_loop_instances{network_namespace=\"\"} 1\n", text, StringComparison.Ordinal);
    }

    [InteropFact]
    public void Status_without_an_agent_says_so()
    {
        AgentProcess agent = new(_segment.Ours);
        CommandResult status = agent.Run("status", "--runtime-directory", agent.RuntimeFolder);
        Assert.Equal(3, status.ExitCode);
    }

    [InteropFact]
    public void A_document_that_is_refused_starts_nothing()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write("{ \"instances\": [ { \"name\": \"web\", \"interface\": \"eth0\", \"virtualRouterId\": 0, \"virtualAddresses\": [\"10.77.7.1/24\"] } ] }");
        BackgroundProcess process = agent.Launch();
        Assert.True(process.WaitForExit(AgentProcess.Patience));
        Assert.Equal(6, process.ExitCode);
        Assert.Contains("nginxha.json:1:", process.Log, StringComparison.Ordinal);
        Assert.False(Directory.Exists(agent.RuntimeFolder));
    }
}
