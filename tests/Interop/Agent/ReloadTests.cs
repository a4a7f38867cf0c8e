using System.Net;
using System.Net.Sockets;
using NginxHa.Control;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Agent;

/// <summary>A reload by the difference, heard on the wire.</summary>
[Collection(TimingSensitive.Name)]
public sealed class ReloadTests : IDisposable
{
    private static readonly Pairing First = new() { Name = "first", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.2) };
    private static readonly Pairing Second = First with { Name = "second", Id = 8 };
    private static readonly Pairing Third = First with { Name = "third", Id = 9 };
    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Tcpdump)]
    public async Task Untouched_masters_miss_no_advertisement()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(First.Ours(_segment, 255), Second.Ours(_segment, 255), Third.Ours(_segment, 200));
        await agent.StartAsync(Cancelled);
        await agent.WaitForLogAsync("third: BACKUP -> MASTER", Cancelled);
        PacketCapture capture = await PacketCapture.StartAsync(_segment.Client, "ip proto 112", Cancelled);

        // One goes on as it was, one changes while it goes on, one is replaced by a new one.
        for (int round = 0; round < 5; round++)
        {
            agent.Write(
                First.Ours(_segment, 255),
                Second.Ours(_segment, 255) with { GratuitousArp = new GratuitousArpOptions { Repeat = 2 + round } },
                Third.Ours(_segment, 200) with { Name = $"third{round}", VirtualRouterId = (byte)(20 + round) });
            await agent.ReloadAsync(Cancelled);
        }

        await Task.Delay(First.Interval * 2, Cancelled);
        IReadOnlyList<CapturedFrame> frames = capture.ReadFrames();
        foreach (byte id in new[] { First.Id, Second.Id })
        {
            TimeSpan[] times = [.. frames.Where(frame => frame.Payload[1] == id).Select(frame => frame.Time)];
            TimeSpan longest = times.Zip(times.Skip(1), (earlier, later) => later - earlier).Max();
            Assert.True(longest < First.Interval * 1.9, $"{id}: {longest.TotalMilliseconds} ms between two advertisements");
            Assert.DoesNotContain(frames, frame => frame.Payload[1] == id && frame.Payload[2] == 0);
        }

        Assert.Contains(frames, frame => frame.Payload[1] == 9 && frame.Payload[2] == 0);
        await agent.WaitForLogAsync("Reload: InstanceUpdated second: GratuitousArp", Cancelled);
        await agent.WaitForLogAsync("Reload: InstanceStopped third", Cancelled);
        await agent.WaitForLogAsync("Reload: InstanceStarted third4", Cancelled);
    }

    [InteropFact]
    public async Task A_bad_document_changes_nothing_and_says_why()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(First.Ours(_segment, 255));
        await agent.StartAsync(Cancelled);
        await Eventually.TrueAsync(() => _segment.Ours.Owns(First.Address), AgentProcess.Patience, () => "it is master", Cancelled);
        string good = await File.ReadAllTextAsync(agent.DocumentPath, Cancelled);
        agent.Write(good.Replace("\"priority\"", "\"priorty\"", StringComparison.Ordinal));
        await agent.ReloadAsync(Cancelled);
        await agent.WaitForLogAsync("'priorty' is not a key of instance", Cancelled);
        await agent.WaitForLogAsync("everything goes on as it was", Cancelled);
        Assert.True(_segment.Ours.Owns(First.Address));

        // What only the engine can see, and only after another change was made: that one is undone.
        agent.Write(
            First.Ours(_segment, 255) with { GratuitousArp = new GratuitousArpOptions { Repeat = 2 } },
            Second.Ours(_segment, 100) with { VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse(_segment.OursAddress(AddressFamily.InterNetwork)), PrefixLength = 16 }] });
        await agent.ReloadAsync(Cancelled);
        await agent.WaitForLogAsync("only address", Cancelled);
        await using var client = new ControlClient(new ControlClientSettings { Address = agent.ControlSocket });
        VrrpInstanceStatus only = Assert.Single(await client.GetInstancesAsync(Cancelled));
        Assert.Equal(("first", VrrpState.Master, new GratuitousArpOptions().Repeat), (only.Name, only.State, only.Options.GratuitousArp.Repeat));
        ReloadResult? last = (await client.GetAgentStatusAsync(Cancelled)).LastReload;
        Assert.False(last!.Succeeded);
        Assert.Contains(last.Problems, problem => problem.Id == "EngineRefused");
    }

    [InteropFact]
    public async Task What_a_client_has_changed_comes_back_to_the_document_and_what_it_has_started_stays()
    {
        AgentProcess agent = new(_segment.Ours);
        agent.Write(First.Ours(_segment, 200));
        await agent.StartAsync(Cancelled);
        await using var client = new ControlClient(new ControlClientSettings { Address = agent.ControlSocket });
        await client.UpdateAsync(First.Ours(_segment, 50), Cancelled);
        await client.StartAsync(Second.Ours(_segment, 60), Cancelled);
        ReloadResult result = await client.ReloadAgentAsync(Cancelled);
        Assert.Equal(["InstanceUpdated first: Priority"], result.Changes.Select(change => change.ToString()));
        Assert.Equal([200, 60], (await client.GetInstancesAsync(Cancelled)).Select(status => (int)status.Options.Priority));
    }

    [InteropFact]
    public async Task Who_starts_it_with_the_signal_ignored_does_not_keep_it_from_reloading()
    {
        AgentProcess agent = new(_segment.Ours) { Launcher = "nohup" };
        agent.Write(First.Ours(_segment, 200));
        await agent.StartAsync(Cancelled);
        agent.Write(First.Ours(_segment, 50));
        await agent.ReloadAsync(Cancelled);
        await agent.WaitForLogAsync("Reload: InstanceUpdated first: Priority", Cancelled);
    }
}
