using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Newtonsoft.Json.Linq;
using NginxHa.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Control;

/// <summary>What the server does for anybody who writes lines to it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ControlServerTests
{
    private const string Start = """{"protocol":1,"id":1,"method":"instance.start","parameters":{"instance":{"name":"web","interface":"eth0","virtualRouterId":51,"virtualAddresses":["192.0.2.10/24"],"authentication":{"method":"Password","secret":"hush"}}}}""";

    [Fact]
    public async Task The_first_line_says_who_answers()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        Assert.Equal(1, (int)raw.Greeting["protocol"]!);
        Assert.Equal(Environment.ProcessId, (int)raw.Greeting["processId"]!);
        Assert.Matches(@"^\d+\.\d+\.\d+$", (string)raw.Greeting["agent"]!);
    }

    [Fact]
    public async Task Socket_and_folder_are_for_their_owner_alone()
    {
        await using var host = new ControlHost();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.Address));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(host.Address)!));
        Assert.Equal([host.Address], Directory.GetFileSystemEntries(Path.GetDirectoryName(host.Address)!));
        await host.Server.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(host.Address)!));
    }

    [Fact]
    public async Task A_secret_goes_in_and_never_out()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        await raw.SendAsync(Start);
        string started = (await raw.ReadAsync())!;
        await raw.SendAsync("""{"protocol":1,"id":2,"method":"instance.list"}""");
        string item = (await raw.ReadAsync())!;
        string result = (await raw.ReadAsync())!;
        Assert.Equal("hush"u8.ToArray(), host.Engine.Options("web").Authentication.Secret.ToArray());
        Assert.DoesNotContain("hush", started + item + result + string.Join(' ', host.Log), StringComparison.Ordinal);
        Assert.True((bool)JObject.Parse(item).SelectToken("item.secretsWithheld")!);
        Assert.Equal("""{"id":2,"result":{}}""", result);
    }

    [Fact]
    public async Task A_change_without_the_secret_keeps_it_when_it_is_asked_to()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        await raw.AskAsync(Start);
        string update = Start.Replace("instance.start", "instance.update", StringComparison.Ordinal).Replace(",\"secret\":\"hush\"", "", StringComparison.Ordinal);
        await raw.AskAsync(update.Replace("]", "],\"priority\":7", StringComparison.Ordinal).Replace("}}}}", "}},\"keepSecrets\":true}}", StringComparison.Ordinal));
        Assert.Equal(7, host.Engine.Options("web").Priority);
        Assert.Equal("hush"u8.ToArray(), host.Engine.Options("web").Authentication.Secret.ToArray());
        await raw.AskAsync(update);
        Assert.True(host.Engine.Options("web").Authentication.Secret.IsEmpty);
    }

    [Fact]
    public async Task Changes_are_in_the_log_with_who_made_them()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        await raw.AskAsync(Start);
        await raw.AskAsync("""{"protocol":1,"id":2,"method":"agent.status"}""");
        (AgentLogLevel level, string line) = Assert.Single(host.Log);
        Assert.Equal(AgentLogLevel.Information, level);
        Assert.Contains("'web'", line, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "MalformedRequest", null)]
    [InlineData("[]", "MalformedRequest", null)]
    [InlineData("{}", "MalformedRequest", null)]
    [InlineData("""{"protocol":1,"id":-1,"method":"a"}""", "MalformedRequest", null)]
    [InlineData("""{"protocol":1,"id":1.5,"method":"a"}""", "MalformedRequest", null)]
    [InlineData("""{"protocol":2,"id":3,"method":"agent.status"}""", "UnsupportedProtocol", 3)]
    [InlineData("""{"id":3,"method":"agent.status"}""", "UnsupportedProtocol", 3)]
    [InlineData("""{"protocol":1,"id":3,"method":7}""", "MalformedRequest", 3)]
    [InlineData("""{"protocol":1,"id":3,"method":"agent.status","shell":"rm"}""", "MalformedRequest", 3)]
    [InlineData("""{"protocol":1,"id":3,"id":4,"method":"agent.status"}""", "MalformedRequest", null)]
    [InlineData("""{"protocol":1,"id":3,"method":"agent.status","parameters":[]}""", "MalformedRequest", 3)]
    [InlineData("""{"protocol":1,"id":3,"method":"agent.selfdestruct"}""", "UnknownMethod", 3)]
    [InlineData("""{"protocol":1,"id":3,"method":"agent.status","parameters":{"a":1}}""", "InvalidOptions", 3)]
    [InlineData("""{"protocol":1,"id":3,"method":"instance.stop"}""", "InvalidOptions", 3)]
    [InlineData("""{"protocol":1,"id":3,"method":"instance.start","parameters":{"instance":{"name":"a","interface":"b","virtualRouterId":1,"virtualAddresses":[]},"keepSecrets":true}}""", "InvalidOptions", 3)]
    [InlineData("""{"protocol":1,"id":3,"method":"instance.update","parameters":{"instance":{"name":"a","interface":"b","virtualRouterId":1,"virtualAddresses":[]}}}""", "NotFound", 3)]
    public async Task What_is_wrong_is_answered_with_a_code_and_the_connection_goes_on(string line, string code, int? id)
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        JObject reply = await raw.AskAsync(line);
        Assert.Equal(code, (string?)reply.SelectToken("error.code"));
        Assert.Equal(id, (int?)reply["id"]);
        Assert.NotEmpty((string)reply.SelectToken("error.message")!);
        JObject next = await raw.AskAsync("""{"protocol":1,"id":9,"method":"agent.status"}""");
        Assert.Equal("1.2.3", (string)next.SelectToken("result.status.version")!);
    }

    [Fact]
    public async Task Findings_name_the_place_and_the_value()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        JObject reply = await raw.AskAsync(Start.Replace(":51,", ":300,", StringComparison.Ordinal).Replace("\"interface\"", "\"interfaec\"", StringComparison.Ordinal));
        string[] subjects = [.. reply.SelectTokens("error.findings[*].subject").Select(token => (string)token!)];
        Assert.Contains("$.parameters.instance.virtualRouterId", subjects);
        Assert.Contains("300", (string)reply.SelectToken("error.message")!, StringComparison.Ordinal);
        Assert.Contains("'interfaec'", (string)reply.SelectToken("error.message")!, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", reply.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_the_connection_with_a_word()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        try
        {
            await raw.SendAsync(new byte[(1024 * 1024) + 1]);
        }
        catch (SocketException)
        {
            // The server had heard enough.
        }

        JObject reply = JObject.Parse((await raw.ReadAsync())!);
        Assert.Equal("LineTooLong", (string?)reply.SelectToken("error.code"));
        await host.Client.GetAgentStatusAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Requests_run_beside_each_other_and_one_is_cancelled_by_its_number()
    {
        await using var host = new ControlHost();
        host.Engine.Hold = token => Task.Delay(Timeout.Infinite, token);
        RawClient raw = await host.ConnectAsync();
        await raw.SendAsync(Start);
        JObject status = await raw.AskAsync("""{"protocol":1,"id":2,"method":"agent.status"}""");
        Assert.Equal(2, (int)status["id"]!);
        JObject taken = await raw.AskAsync("""{"protocol":1,"id":1,"method":"agent.status"}""");
        Assert.Equal("MalformedRequest", (string?)taken.SelectToken("error.code"));
        await raw.SendAsync("""{"protocol":1,"id":3,"method":"request.cancel","parameters":{"request":1}}""");
        JObject[] replies = [JObject.Parse((await raw.ReadAsync())!), JObject.Parse((await raw.ReadAsync())!)];
        Assert.Equal("Cancelled", (string?)replies.Single(reply => (int)reply["id"]! == 1).SelectToken("error.code"));
        Assert.NotNull(replies.Single(reply => (int)reply["id"]! == 3)["result"]);
        Assert.False(host.Engine.Has("web"));
    }

    [Fact]
    public async Task A_client_has_so_many_requests_at_a_time()
    {
        await using var host = new ControlHost(settings => settings with { MaximumRequestsPerClient = 2 });
        RawClient raw = await host.ConnectAsync();
        await raw.SendAsync("""{"protocol":1,"id":1,"method":"event.watch"}""");
        await raw.SendAsync("""{"protocol":1,"id":2,"method":"event.watch"}""");
        JObject reply = await raw.AskAsync("""{"protocol":1,"id":3,"method":"agent.status"}""");
        Assert.Equal("TooManyRequests", (string?)reply.SelectToken("error.code"));
    }

    [Fact]
    public async Task One_client_too_many_is_told_so_and_let_go()
    {
        await using var host = new ControlHost(settings => settings with { MaximumClients = 2 });
        RawClient first = await host.ConnectAsync();
        await host.ConnectAsync();
        RawClient third = await host.ConnectAsync();
        Assert.Equal("TooManyClients", (string?)third.Greeting.SelectToken("error.code"));
        Assert.Null(await third.ReadAsync());
        Assert.Equal(AgentLogLevel.Warning, Assert.Single(host.Log).Level);
        Assert.NotNull((await first.AskAsync("""{"protocol":1,"id":1,"method":"agent.status"}"""))["result"]);
    }

    [Fact]
    public async Task A_user_who_is_not_allowed_is_refused_whatever_the_mode_says()
    {
        await using var host = new ControlHost(settings => settings with { AllowedUserIds = [4_000_000] });
        RawClient raw = await host.ConnectAsync();
        Assert.Equal("NotPermitted", (string?)raw.Greeting.SelectToken("error.code"));
        Assert.Null(await raw.ReadAsync());
        VrrpEngineException refused = await Assert.ThrowsAsync<VrrpEngineException>(() => host.Client.GetAgentStatusAsync(TestContext.Current.CancellationToken));
        Assert.Equal(VrrpEngineError.NotPermitted, refused.Error);
    }

    [Fact]
    public async Task Events_are_lines_from_the_request_on_until_it_is_cancelled()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        await raw.SendAsync("""{"protocol":1,"id":1,"method":"event.watch"}""");
        await raw.AskAsync("""{"protocol":1,"id":2,"method":"agent.status"}""");
        host.Engine.Publish("web", VrrpEventKind.StateChanged, VrrpState.Backup, VrrpState.Master, "test");
        JObject happened = JObject.Parse((await raw.ReadAsync())!);
        Assert.Equal(1, (int)happened["id"]!);
        Assert.Equal("Master", (string?)happened.SelectToken("item.state"));
        await raw.SendAsync("""{"protocol":1,"id":3,"method":"request.cancel","parameters":{"request":1}}""");
        string both = await raw.ReadAsync() + await raw.ReadAsync();
        Assert.Contains("\"Cancelled\"", both, StringComparison.Ordinal);
        Assert.Equal(0, host.Engine.Readers);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_let_go_and_the_others_are_not_disturbed()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = new ControlHost(settings => settings with { TimeProvider = time });
        RawClient slow = await host.ConnectAsync();
        slow.Socket.ReceiveBufferSize = 4096;
        await slow.SendAsync("""{"protocol":1,"id":1,"method":"event.watch"}""");
        await slow.AskAsync("""{"protocol":1,"id":2,"method":"agent.status"}""");
        string reason = new('x', 50_000);
        for (int i = 0; i < 40; i++)
        {
            host.Engine.Publish("web", VrrpEventKind.StateChanged, VrrpState.Backup, VrrpState.Master, reason);
        }

        await host.Client.GetAgentStatusAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, host.Engine.Readers);

        // The clock is moved again and again, since the write may begin a moment later than the test looks.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (host.Engine.Readers > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(11));
            await Task.Delay(10, patience.Token);
        }

        Assert.Contains(host.Log, entry => entry.Level == AgentLogLevel.Warning && entry.Line.Contains("within 10 s", StringComparison.Ordinal));
        await host.Client.GetAgentStatusAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_streams_along()
    {
        await using var host = new ControlHost();
        RawClient raw = await host.ConnectAsync();
        await raw.SendAsync("""{"protocol":1,"id":1,"method":"event.watch"}""");
        await raw.AskAsync("""{"protocol":1,"id":2,"method":"agent.status"}""");
        Assert.Equal(1, host.Engine.Readers);
        raw.Socket.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (host.Engine.Readers > 0)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    [Fact]
    public async Task Closing_ends_streams_at_once_and_lets_requests_finish()
    {
        await using var host = new ControlHost(settings => settings with { CloseTimeout = TimeSpan.FromSeconds(20) });
        var release = new TaskCompletionSource();
        host.Engine.Hold = _ => release.Task;
        RawClient raw = await host.ConnectAsync();
        await raw.SendAsync(Start);
        await raw.SendAsync("""{"protocol":1,"id":2,"method":"event.watch"}""");
        await raw.AskAsync("""{"protocol":1,"id":3,"method":"agent.stop"}""");
        Assert.Equal(1, host.Agent.Stops);
        Task closing = host.Server.DisposeAsync().AsTask();
        Assert.Equal("Closing", (string?)JObject.Parse((await raw.ReadAsync())!).SelectToken("error.code"));
        Assert.False(File.Exists(host.Address));
        release.SetResult();
        Assert.Equal("web", (string?)JObject.Parse((await raw.ReadAsync())!).SelectToken("result.instance.options.name"));
        Assert.Null(await raw.ReadAsync());
        await closing;
    }

    [Fact]
    public async Task The_socket_of_a_dead_agent_is_replaced()
    {
        await using var host = new ControlHost(start: false);
        Directory.CreateDirectory(Path.GetDirectoryName(host.Address)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(host.Address + ".x"));
            File.Move(host.Address + ".x", host.Address);
        }

        Assert.True(File.Exists(host.Address));
        host.Server.Start();
        Assert.Equal("1.2.3", (await host.Client.GetAgentStatusAsync(TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task A_live_agent_is_not_disturbed()
    {
        await using var host = new ControlHost();
        await using var second = new ControlServer(host.Engine, host.Agent, host.Settings);
        IOException refused = Assert.Throws<IOException>(second.Start);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        await host.Client.GetAgentStatusAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_newer_agents_socket_is_not_taken_away()
    {
        await using var host = new ControlHost();
        File.Delete(host.Address);
        await using var newer = new ControlServer(host.Engine, host.Agent, host.Settings);
        newer.Start();
        await host.Server.DisposeAsync();
        Assert.True(File.Exists(host.Address));
        await host.Client.GetAgentStatusAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_is_no_socket_is_left_alone()
    {
        await using var host = new ControlHost(start: false);
        Directory.CreateDirectory(Path.GetDirectoryName(host.Address)!);
        File.WriteAllText(host.Address, "precious");
        Assert.Contains("no socket", Assert.Throws<IOException>(host.Server.Start).Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(host.Address));
    }

    [Fact]
    public async Task A_folder_that_others_can_change_is_refused()
    {
        await using var host = new ControlHost(start: false);
        string folder = Path.GetDirectoryName(host.Address)!;
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        Assert.Contains("changed by others", Assert.Throws<IOException>(host.Server.Start).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("run/control.sock", "absolute")]
    [InlineData("/tmp/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789/0123456789", "too long")]
    public async Task An_address_that_cannot_be_is_refused(string address, string reason)
    {
        await using var host = new ControlHost(start: false);
        if (reason == "too long")
        {
            address = Path.Combine(host.Folder.FullName, address[5..]);
        }

        await using var server = new ControlServer(host.Engine, host.Agent, host.Settings with { Address = address });
        Assert.Contains(reason, Assert.Throws<IOException>(server.Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tracks_of_the_agent_itself_do_not_leave_it_and_survive_a_change()
    {
        await using var host = new ControlHost();
        var own = new CallbackTrackOptions { Name = "healthy upstreams", Check = _ => ValueTask.FromResult(new TrackResult(true, "ok")) };
        var other = new InterfaceTrackOptions { Name = "uplink", Interface = "eth1" };
        await host.Engine.StartAsync(
            new VrrpInstanceOptions { Name = "web", Interface = "eth0", VirtualRouterId = 1, VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse("192.0.2.1"), PrefixLength = 24 }], Tracks = [own, other] },
            TestContext.Current.CancellationToken);
        VrrpInstanceStatus seen = Assert.Single(await host.Client.GetInstancesAsync(TestContext.Current.CancellationToken));
        Assert.Equal([other], seen.Options.Tracks);
        await host.Client.UpdateAsync(seen.Options with { Priority = 5, Tracks = [] }, TestContext.Current.CancellationToken);
        Assert.Equal([own], host.Engine.Options("web").Tracks);
    }
}
