using System.Net;
using System.Net.Sockets;
using NginxHa.Nginx.Health;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Agent;

/// <summary>What the agent runs beside virtual routers: scripts of PowerShell, monitors of upstreams; and how it is scheduled.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly Pairing Router = new() { Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1) };
    private readonly Segment _segment = new();
    private readonly ScratchFolder _folder = new(forPrograms: true);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _segment.Dispose();
        _folder.Dispose();
    }

    [InteropFact]
    public async Task A_hook_in_PowerShell_runs_as_the_user_it_names()
    {
        Assert.SkipUnless(PowerShellHost.IsInstalled, "needs pwsh");
        string output = _folder["output"];
        Directory.CreateDirectory(output);
        string script = _folder.Write("hook.ps1", $"[System.IO.File]::WriteAllText('{output}/said', \"$([System.Environment]::UserName) $args\")");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Command.Run("chown", "nobody", output);
        AgentProcess agent = new(_segment.Ours);
        VrrpInstanceOptions instance = Router.Ours(_segment, 255);
        agent.Write(instance with { Hooks = new VrrpHooks { Master = new VrrpHook { Program = script } } });
        Assert.Equal(6, agent.Run("check", agent.DocumentPath).ExitCode);

        agent.Write(instance with { Hooks = new VrrpHooks { Master = new VrrpHook { Program = script, User = "nobody", Arguments = ["one two", "three"] } } });
        await agent.StartAsync(Cancelled);
        await Eventually.TrueAsync(
            () => File.Exists(output + "/said") && File.ReadAllText(output + "/said") == "nobody one two three",
            TimeSpan.FromSeconds(60),
            () => $"the script ran; log:\n{agent.Process.Log}",
            Cancelled);
    }

    [InteropFact(Needs.Nginx)]
    public async Task An_address_follows_the_back_ends_that_the_agents_own_monitor_watches()
    {
        using TcpListener backEnd = NamespaceThread.Run(_segment.Ours.Namespace, () =>
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        });
        int port = ((IPEndPoint)backEnd.LocalEndpoint).Port;
        string configuration = _folder.Write("nginx.conf", $$"""
            events { }
            http { upstream app { server 127.0.0.1:{{port}}; } server { listen 127.0.0.1:9; location / { proxy_pass http://app; } } }
            """);
        Topology.HaTopology document = new()
        {
            Instances =
            [
                Router.Ours(_segment, 200) with
                {
                    Tracks = [new UpstreamTrackOptions { Name = "app", Monitor = "app", Interval = TimeSpan.FromSeconds(0.05) }],
                },
            ],
            Nginx = new NginxSettings
            {
                Track = false,
                ConfigurationPath = configuration,
                UpstreamMonitors =
                [
                    new UpstreamMonitorSettings { Name = "app", Options = new MonitorOptions { ReadOnly = true, Interval = TimeSpan.FromSeconds(0.05), Fall = 2, Rise = 2 } },
                ],
            },
        };
        AgentProcess agent = new(_segment.Ours);
        agent.Write(document);
        await agent.StartAsync(Cancelled);
        await agent.WaitForLogAsync("router: BACKUP -> MASTER", Cancelled);
        backEnd.Stop();
        await agent.WaitForLogAsync("router: MASTER -> FAULT", Cancelled);

        // Another judgement, by a reload: the monitor starts anew.
        agent.Write(document with { Instances = [Router.Ours(_segment, 200)], Nginx = document.Nginx with { UpstreamMonitors = [] } });
        await agent.ReloadAsync(Cancelled);
        await agent.WaitForLogAsync("Reload: SettingChanged upstream monitor app: stopped", Cancelled);
        await Eventually.TrueAsync(() => _segment.Ours.Owns(Router.Address), AgentProcess.Patience, () => $"it is master again; log:\n{agent.Process.Log}", Cancelled);
        Assert.Equal(0, agent.Stop());
    }

    [InteropFact]
    public async Task Memory_priority_and_nice_value_are_those_of_the_document()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(new Topology.HaTopology
        {
            Instances = [Router.Ours(_segment, 255)],
            Agent = new AgentSettings { Scheduling = new AgentSchedulingSettings { LockMemory = true, RealTimePriority = 7 } },
        });
        await agent.StartAsync(Cancelled);
        int[] policies = [.. Threads(agent).Select(thread => thread.Policy)];
        Assert.Equal(2, Assert.Single(policies, policy => policy != 0));
        Assert.Equal(7, Threads(agent).Single(thread => thread.Policy == 2).RealTimePriority);
        Assert.Contains(File.ReadLines($"/proc/{agent.Process.Id}/status"), line => line.StartsWith("VmLck:", StringComparison.Ordinal) && !line.EndsWith(" 0 kB", StringComparison.Ordinal));
        Assert.Equal(0, agent.Stop());
        Assert.DoesNotContain("could not be locked", agent.Process.Log, StringComparison.Ordinal);

        agent.Write(new Topology.HaTopology
        {
            Instances = [Router.Ours(_segment, 255)],
            Agent = new AgentSettings { Scheduling = new AgentSchedulingSettings { Nice = -5 } },
        });
        await agent.StartAsync(Cancelled);
        Assert.All(Threads(agent), thread => Assert.Equal((-5, 0), (thread.Nice, thread.Policy)));
    }

    /// <summary>proc(5), stat: after the name in brackets, field 19 is the nice value, 40 the real-time priority, 41 the policy.</summary>
    private static IEnumerable<(int Nice, int RealTimePriority, int Policy)> Threads(AgentProcess agent) => Directory
        .GetDirectories($"/proc/{agent.Process.Id}/task")
        .Select(static folder => File.ReadAllText(folder + "/stat"))
        .Select(static text => text[(text.LastIndexOf(')') + 2)..].Split(' '))
        .Select(static fields => (int.Parse(fields[16], System.Globalization.CultureInfo.InvariantCulture), int.Parse(fields[37], System.Globalization.CultureInfo.InvariantCulture), int.Parse(fields[38], System.Globalization.CultureInfo.InvariantCulture)));
}
