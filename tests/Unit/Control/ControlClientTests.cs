using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;
using NginxHa.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Control;

/// <summary>The engine of the agent, as a client sees it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ControlClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static VrrpInstanceOptions Web { get; } = new()
    {
        Name = "web",
        Interface = "eth0",
        VirtualRouterId = 51,
        VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse("192.0.2.10"), PrefixLength = 24 }],
        Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, Secret = "hush"u8.ToArray() },
    };

    [Fact]
    public async Task Instances_are_started_changed_listed_and_stopped()
    {
        await using var host = new ControlHost();
        host.Agent.Declared.Add("web");
        VrrpInstanceStatus started = await host.Client.StartAsync(Web, Token);
        Assert.Equal((EngineKind.Agent, InstanceOrigin.Document, VrrpState.Backup), (started.Engine, started.Origin, started.State));
        Assert.True(started.Options.Authentication.SecretsWithheld);

        VrrpInstanceStatus updated = await host.Client.UpdateAsync(started.Options with { Priority = 50 }, Token);
        Assert.Equal(50, updated.Options.Priority);
        Assert.Equal("hush"u8.ToArray(), host.Engine.Options("web").Authentication.Secret.ToArray());

        VrrpInstanceStatus listed = Assert.Single(await host.Client.GetInstancesAsync(Token));
        Assert.Equal(Web.VirtualAddresses, listed.Options.VirtualAddresses);
        Assert.Equal(50, listed.Options.Priority);

        VrrpInstanceStatus last = await host.Client.StopAsync("web", abandon: true, Token);
        Assert.Equal("web", last.Name);
        Assert.True(host.Engine.Abandoned);
        Assert.Empty(await host.Client.GetInstancesAsync(Token));
    }

    [Fact]
    public async Task Groups_are_set_listed_and_removed()
    {
        await using var host = new ControlHost();
        await host.Client.SetGroupAsync(new SyncGroupOptions { Name = "pair", Members = ["a", "b"] }, Token);
        SyncGroupStatus group = Assert.Single(await host.Client.GetGroupsAsync(Token));
        Assert.Equal((EngineKind.Agent, InstanceOrigin.Request, "pair"), (group.Engine, group.Origin, group.Name));
        Assert.Equal(["a", "b"], group.Members);
        await host.Client.RemoveGroupAsync("pair", Token);
        Assert.Empty(await host.Client.GetGroupsAsync(Token));
    }

    [Fact]
    public async Task The_agent_is_asked_reloaded_and_stopped()
    {
        await using var host = new ControlHost();
        var reload = new ReloadResult
        {
            Time = DateTimeOffset.UnixEpoch,
            Succeeded = false,
            Problems = [new Finding(FindingSeverity.Error, "UnknownKey", "No.") { File = "/x", Line = 2 }],
        };
        host.Agent.Reload = _ => Task.FromResult(reload);
        ReloadResult result = await host.Client.ReloadAgentAsync(Token);
        Assert.False(result.Succeeded);
        Assert.Equal(reload.Problems, result.Problems);
        Assert.Equal(host.Agent.Status, await host.Client.GetAgentStatusAsync(Token));
        await host.Client.StopAgentAsync(Token);
        Assert.Equal(1, host.Agent.Stops);
    }

    [Fact]
    public async Task The_engines_refusals_arrive_as_they_were()
    {
        await using var host = new ControlHost();
        foreach (VrrpEngineError error in Enum.GetValues<VrrpEngineError>())
        {
            host.Engine.Refusal = new VrrpEngineException(error, $"because of {error}");
            VrrpEngineException refused = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.StartAsync(Web, Token));
            Assert.Equal((error, $"because of {error}"), (refused.Error, refused.Message));
        }
    }

    [Fact]
    public async Task An_unforeseen_failure_is_an_error_of_the_system_and_in_the_log()
    {
        await using var host = new ControlHost();
        host.Agent.Reload = _ => throw new InvalidOperationException("loose wire");
        VrrpEngineException failed = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.ReloadAgentAsync(Token));
        Assert.Equal(VrrpEngineError.SystemError, failed.Error);
        Assert.Contains("loose wire", failed.Message, StringComparison.Ordinal);
        Assert.Contains(host.Log, entry => entry.Level == AgentLogLevel.Error && entry.Line.Contains("InvalidOperationException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_connection_serves_many_callers()
    {
        await using var host = new ControlHost(settings => settings with { MaximumClients = 1 });
        await host.Client.StartAsync(Web, Token);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => Assert.Single(await host.Client.GetInstancesAsync(Token))));
        Assert.DoesNotContain(host.Log, entry => entry.Level == AgentLogLevel.Warning);
    }

    [Fact]
    public async Task Events_come_from_the_call_on_in_their_order()
    {
        await using var host = new ControlHost();
        IAsyncEnumerable<VrrpEvent> events = host.Client.WatchAsync(Token);

        // Whatever is asked afterwards is answered after the subscription stands.
        await host.Client.StartAsync(Web, Token);
        host.Engine.Enter("web", VrrpState.Master);
        var seen = new List<VrrpEvent>();
        await foreach (VrrpEvent happened in events)
        {
            seen.Add(happened);
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([VrrpState.Backup, VrrpState.Master], seen.Select(happened => happened.State));
        Assert.All(seen, happened => Assert.Equal(EngineKind.Agent, happened.Engine));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (host.Engine.Readers > 0)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_and_with_the_agent()
    {
        await using var host = new ControlHost();
        using var stop = new CancellationTokenSource();
        IAsyncEnumerator<VrrpEvent> cancelled = host.Client.WatchAsync(stop.Token).GetAsyncEnumerator(Token);
        IAsyncEnumerator<VrrpEvent> ended = host.Client.WatchAsync(Token).GetAsyncEnumerator(Token);
        await host.Client.ConnectAsync(Token);
        ValueTask<bool> first = cancelled.MoveNextAsync();
        ValueTask<bool> second = ended.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        await host.Server.DisposeAsync();
        VrrpEngineException gone = await Assert.ThrowsAsync<VrrpEngineException>(async () => await second);
        Assert.Equal(VrrpEngineError.AgentUnavailable, gone.Error);
    }

    [Fact]
    public async Task Without_an_agent_the_error_says_where_it_was_looked_for()
    {
        await using var host = new ControlHost(start: false);
        VrrpEngineException absent = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.GetInstancesAsync(Token));
        Assert.Equal(VrrpEngineError.AgentUnavailable, absent.Error);
        Assert.Contains(host.Address, absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_starts_again_is_found_again()
    {
        await using var host = new ControlHost();
        await host.Client.GetAgentStatusAsync(Token);
        await host.Server.DisposeAsync();
        VrrpEngineException absent = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.GetAgentStatusAsync(Token));
        Assert.Equal(VrrpEngineError.AgentUnavailable, absent.Error);
        await using var again = new ControlServer(host.Engine, host.Agent, host.Settings);
        again.Start();
        Assert.Equal("1.2.3", (await host.Client.GetAgentStatusAsync(Token)).Version);
    }

    [Fact]
    public async Task A_call_can_be_cancelled_and_the_connection_goes_on()
    {
        await using var host = new ControlHost();
        var cancelled = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        host.Engine.Hold = async token =>
        {
            begun.SetResult();
            using CancellationTokenRegistration registration = token.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, token);
        };
        using var stop = new CancellationTokenSource();
        Task<VrrpInstanceStatus> start = host.Client.StartAsync(Web, stop.Token);
        await begun.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal("1.2.3", (await host.Client.GetAgentStatusAsync(Token)).Version);
    }

    [Fact]
    public async Task An_agent_that_does_not_answer_is_not_waited_for_forever()
    {
        var time = new FakeTimeProvider();
        await using var host = new ControlHost();
        var begun = new TaskCompletionSource();
        host.Engine.Hold = token =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        await using ControlClient client = host.NewClient(settings => settings with { TimeProvider = time });
        Task<VrrpInstanceStatus> start = client.StartAsync(Web, Token);
        await begun.Task;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(start.IsCompleted);
        VrrpEngineException late = await AdvanceUntilFailsAsync(time, TimeSpan.FromSeconds(2), start);
        Assert.Equal(VrrpEngineError.AgentUnavailable, late.Error);
        Assert.Contains("within 30 s", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_accepts_and_says_nothing_is_no_agent()
    {
        var time = new FakeTimeProvider();
        await using var host = new ControlHost(start: false);
        using Socket mute = Listen(host.Address);
        await using ControlClient client = host.NewClient(settings => settings with { TimeProvider = time });
        Task<AgentStatus> status = client.GetAgentStatusAsync(Token);
        VrrpEngineException late = await AdvanceUntilFailsAsync(time, TimeSpan.FromSeconds(4), status);
        Assert.Equal(VrrpEngineError.AgentUnavailable, late.Error);
        Assert.Contains("within 3 s", late.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"protocol\":2,\"agent\":\"9.8.7\"}\n", VrrpEngineError.AgentIncompatible, "9.8.7")]
    [InlineData("{\"protocol\":\"1\"}\n", VrrpEngineError.AgentIncompatible, "")]
    [InlineData("SSH-2.0-OpenSSH\n", VrrpEngineError.AgentIncompatible, "no JSON")]
    [InlineData("", VrrpEngineError.AgentUnavailable, "closed")]
    [InlineData("{\"protocol\":1}\n{\"id\":1,\"result\":{\"status\":{\"moon\":1}}}\n", VrrpEngineError.AgentIncompatible, "'moon'")]
    [InlineData("{\"protocol\":1}\n{\"id\":1}\n", VrrpEngineError.AgentIncompatible, "neither")]
    [InlineData("{\"protocol\":1}\n{\"id\":1,\"error\":{\"code\":\"Novelty\",\"message\":\"because\"}}\n", VrrpEngineError.SystemError, "because")]
    [InlineData("{\"protocol\":1}\n{\"id\":null,\"error\":{\"code\":\"LineTooLong\",\"message\":\"because\"}}\n", VrrpEngineError.InvalidOptions, "because")]
    [InlineData("{\"protocol\":1}\n", VrrpEngineError.AgentUnavailable, "not known")]
    public async Task What_another_agent_says_is_understood_or_named(string lines, VrrpEngineError error, string part)
    {
        await using var host = new ControlHost(start: false);
        using Socket listener = Listen(host.Address);
        Task answering = Task.Run(
            async () =>
            {
                using Socket client = await listener.AcceptAsync(Token);
                int greeting = lines.IndexOf('\n', StringComparison.Ordinal) + 1;
                await client.SendAsync(System.Text.Encoding.UTF8.GetBytes(lines[..greeting]));
                if (greeting < lines.Length)
                {
                    // An answer comes after its question.
                    await client.ReceiveAsync(new byte[4096]);
                    await client.SendAsync(System.Text.Encoding.UTF8.GetBytes(lines[greeting..]));
                }

                client.Shutdown(SocketShutdown.Send);
                await client.ReceiveAsync(new byte[4096]);
            },
            Token);
        VrrpEngineException refused = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.GetAgentStatusAsync(Token));
        Assert.Equal(error, refused.Error);
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        await host.Client.DisposeAsync();
        await answering;
    }

    [Fact]
    public async Task A_connection_that_nobody_uses_is_closed_and_opened_again()
    {
        var time = new FakeTimeProvider();
        await using var host = new ControlHost(settings => settings with { MaximumClients = 1 });
        await using ControlClient client = host.NewClient(settings => settings with { TimeProvider = time });
        await client.GetAgentStatusAsync(Token);
        time.Advance(TimeSpan.FromSeconds(16));

        // There is room for one client only: another one gets in when the first has gone.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await GetInAsync(host.Client);
        await host.Client.DisposeAsync();
        await GetInAsync(client);

        async Task GetInAsync(ControlClient who)
        {
            while (true)
            {
                try
                {
                    await who.GetAgentStatusAsync(patience.Token);
                    return;
                }
                catch (VrrpEngineException exception) when (exception.Error == VrrpEngineError.AgentUnavailable)
                {
                    await Task.Delay(5, patience.Token);
                }
            }
        }
    }

    [Fact]
    public async Task A_script_check_is_refused_before_anything_is_sent()
    {
        await using var host = new ControlHost(start: false);
        var check = new CallbackTrackOptions { Name = "mine", Check = _ => ValueTask.FromResult(new TrackResult(true, null)) };
        VrrpEngineException refused = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.StartAsync(Web with { Tracks = [check] }, Token));
        Assert.Equal(VrrpEngineError.InvalidOptions, refused.Error);
        Assert.Contains("'mine'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_client_opens_nothing_any_more()
    {
        await using var host = new ControlHost();
        await host.Client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.Client.GetAgentStatusAsync(Token));
    }

    private static Socket Listen(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        return listener;
    }

    private static async Task<VrrpEngineException> AdvanceUntilFailsAsync(FakeTimeProvider time, TimeSpan step, Task call)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!call.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(step);
            await Task.Delay(5, patience.Token);
        }

        return await Assert.ThrowsAsync<VrrpEngineException>(() => call);
    }
}
