using System.Collections.Concurrent;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>The engine with its threads, on networks whose time jumps from timer to timer.</summary>
public sealed class VrrpEngineTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string? Namespace, FakeNetworkStack Stack)> _opened = new();
    private readonly VrrpEngine _engine;

    public VrrpEngineTests() => _engine = new VrrpEngine(new VrrpEngineSettings { OpenNetwork = Open });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Nothing_is_opened_before_the_first_start_and_all_is_closed_after_the_last_stop()
    {
        Assert.Empty(await _engine.GetInstancesAsync(Token));
        Assert.Empty(_opened);
        VrrpInstanceStatus status = await _engine.StartAsync(Web, Token);
        Assert.Equal((VrrpState.Backup, EngineKind.Session), (status.State, status.Engine));
        await ReachAsync("web", VrrpState.Master);
        Assert.Single(_opened);

        status = await _engine.StopAsync("web", false, Token);
        Assert.Equal(VrrpState.Initialize, status.State);
        await WaitAsync(() => _opened.First().Stack.IsDisposed);
        Assert.Contains("send 0", _opened.First().Stack.Log);

        await _engine.StartAsync(Web, Token);
        Assert.Equal(2, _opened.Count);
    }

    [Fact]
    public async Task A_refused_start_leaves_no_thread_behind()
    {
        await RefusesAsync(VrrpEngineError.InterfaceNotFound, () => _engine.StartAsync(Web with { Interface = "eth9" }, Token));
        await WaitAsync(() => _opened.First().Stack.IsDisposed);
        await RefusesAsync(VrrpEngineError.InvalidOptions, () => _engine.StartAsync(Web with { Priority = 0 }, Token));
        Assert.Single(_opened);
    }

    [Fact]
    public async Task A_track_of_upstreams_asks_the_host_and_is_down_without_one()
    {
        var track = new UpstreamTrackOptions { Name = "back ends", Monitor = "app", MinimumHealthy = 2, Interval = TimeSpan.FromMilliseconds(10) };
        await _engine.StartAsync(Web with { Tracks = [track] }, Token);
        await WaitAsync(() => TrackDetail() == "there are no monitors of upstreams here");
        UpstreamTrackOptions? asked = null;
        _engine.UpstreamCheck = (options, _) =>
        {
            asked = options;
            return new(new TrackResult(true, "app: 2 of 2 healthy, 2 wanted"));
        };
        await ReachAsync("web", VrrpState.Master);
        Assert.Equal(track, asked);
        Assert.Equal("app: 2 of 2 healthy, 2 wanted", TrackDetail());

        string? TrackDetail() => Assert.Single(Assert.Single(_engine.GetInstancesAsync(Token).GetAwaiter().GetResult()).Tracks).Detail;
    }

    [Fact]
    public async Task Errors_say_what_is_wrong()
    {
        await _engine.StartAsync(Web, Token);
        await RefusesAsync(VrrpEngineError.NameInUse, () => _engine.StartAsync(Web with { NetworkNamespace = "other" }, Token));
        await RefusesAsync(VrrpEngineError.NotFound, () => _engine.StopAsync("x", false, Token));
        await RefusesAsync(VrrpEngineError.NotFound, () => _engine.UpdateAsync(Web with { Name = "x" }, Token));
        await RefusesAsync(VrrpEngineError.NotFound, () => _engine.RemoveGroupAsync("x", Token));
        await RefusesAsync(VrrpEngineError.CannotChangeWhileRunning, () => _engine.UpdateAsync(Web with { VirtualRouterId = 9 }, Token));
        await RefusesAsync(VrrpEngineError.NotPermitted, () => _engine.StartAsync(Web with { Name = "y", NetworkNamespace = "forbidden" }, Token));
        await RefusesAsync(VrrpEngineError.NetworkNamespaceNotFound, () => _engine.StartAsync(Web with { Name = "y", NetworkNamespace = "missing" }, Token));
    }

    [Fact]
    public async Task Each_namespace_has_a_network_of_its_own_and_instances_come_by_name()
    {
        await _engine.StartAsync(Web with { Name = "b", NetworkNamespace = "two" }, Token);
        await _engine.StartAsync(Web with { Name = "a" }, Token);
        await _engine.StartAsync(Web with { Name = "c", NetworkNamespace = "two", VirtualRouterId = 52, VirtualAddresses = [Address("192.0.2.101", 24)] }, Token);
        Assert.Equal(["a", "b", "c"], (await _engine.GetInstancesAsync(Token)).Select(status => status.Options.Name));
        Assert.Equal(["two", null], _opened.Select(entry => entry.Namespace));
    }

    [Fact]
    public async Task Events_are_numbered_without_gaps_for_everyone_who_listens()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        IAsyncEnumerable<VrrpEvent> first = _engine.WatchAsync(stop.Token), second = _engine.WatchAsync(stop.Token);
        await _engine.StartAsync(Web, Token);
        await ReachAsync("web", VrrpState.Master);
        await _engine.StopAsync("web", false, Token);
        foreach (IAsyncEnumerable<VrrpEvent> events in (IAsyncEnumerable<VrrpEvent>[])[first, second])
        {
            var seen = new List<VrrpEvent>();
            await foreach (VrrpEvent e in events)
            {
                seen.Add(e);
                if (e.State == VrrpState.Initialize)
                {
                    break;
                }
            }

            Assert.Equal([1, 2, 3], seen.Select(e => e.Sequence));
            Assert.Equal([VrrpState.Backup, VrrpState.Master, VrrpState.Initialize], seen.Select(e => e.State));
            Assert.All(seen, e => Assert.Equal(("web", EngineKind.Session), (e.Name, e.Engine)));
        }
    }

    [Fact]
    public async Task Watching_ends_with_its_token()
    {
        using var stop = new CancellationTokenSource();
        IAsyncEnumerator<VrrpEvent> events = _engine.WatchAsync(stop.Token).GetAsyncEnumerator(Token);
        ValueTask<bool> next = events.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_slow_reader_loses_the_oldest_events_and_sees_the_gap()
    {
        IAsyncEnumerable<VrrpEvent> events = _engine.WatchAsync(Token);
        await _engine.StartAsync(Web, Token);
        for (int i = 0; i < 5000; i++)
        {
            await _engine.UpdateAsync(Web with { UnicastTimeToLive = (byte)(1 + (i % 2)) }, Token);
        }

        await foreach (VrrpEvent e in events)
        {
            Assert.InRange(e.Sequence, 5001 - 4096, 5002 - 4096 + 2);
            break;
        }
    }

    [Fact]
    public async Task Stopping_everything_resigns_everywhere()
    {
        await _engine.StartAsync(Web, Token);
        await _engine.StartAsync(Web with { Name = "two", NetworkNamespace = "two" }, Token);
        await _engine.SetGroupAsync(new SyncGroupOptions { Name = "g", Members = ["web"] }, Token);
        await ReachAsync("web", VrrpState.Master);
        await ReachAsync("two", VrrpState.Master);
        await _engine.StopAllAsync(abandon: false);
        Assert.All(_opened, entry => Assert.Contains("send 0", entry.Stack.Log));
        Assert.All(_opened, entry => Assert.True(entry.Stack.IsDisposed));
        Assert.Empty(await _engine.GetInstancesAsync(Token));
        Assert.Empty(await _engine.GetGroupsAsync(Token));
        await _engine.StartAsync(Web, Token);
    }

    [Fact]
    public async Task A_group_may_be_declared_before_its_members_and_survives_them()
    {
        var group = new SyncGroupOptions { Name = "pair", Members = ["web", "two"] };
        await _engine.SetGroupAsync(group, Token);
        Assert.Equal(VrrpState.Initialize, Assert.Single(await _engine.GetGroupsAsync(Token)).State);
        await _engine.StartAsync(Web, Token);
        Assert.Equal("pair", Assert.Single(await _engine.GetInstancesAsync(Token)).Group);
        await ReachAsync("web", VrrpState.Master);
        Assert.Equal(VrrpState.Master, Assert.Single(await _engine.GetGroupsAsync(Token)).State);

        await RefusesAsync(VrrpEngineError.InvalidOptions, () => _engine.StartAsync(Web with { Name = "two", NetworkNamespace = "two" }, Token));
        await RefusesAsync(VrrpEngineError.InvalidOptions, () => _engine.SetGroupAsync(new SyncGroupOptions { Name = "x", Members = ["two"] }, Token));
        await _engine.StopAsync("web", false, Token);
        await _engine.StartAsync(Web, Token);
        Assert.Equal("pair", Assert.Single(await _engine.GetInstancesAsync(Token)).Group);
        await _engine.RemoveGroupAsync("pair", Token);
        Assert.Null(Assert.Single(await _engine.GetInstancesAsync(Token)).Group);
    }

    [Fact]
    public async Task A_callback_track_is_run_beside_the_loop()
    {
        int thread = 0;
        ValueTask<TrackResult> Check(CancellationToken cancellationToken)
        {
            thread = Environment.CurrentManagedThreadId;
            return new(new TrackResult(false, "no nginx"));
        }

        await _engine.StartAsync(Web with { Tracks = [new CallbackTrackOptions { Name = "nginx", Check = Check }] }, Token);
        await WaitAsync(async () => Assert.Single(await _engine.GetInstancesAsync(Token)).Reason == "track nginx is down (no nginx)");
        Assert.NotEqual(0, thread);
    }

    [Fact]
    public async Task A_fault_inside_the_loop_is_an_event_and_the_loop_goes_on()
    {
        await using IAsyncEnumerator<VrrpEvent> events = _engine.WatchAsync(Token).GetAsyncEnumerator(Token);
        await _engine.StartAsync(Web, Token);
        _opened.First().Stack.FailOnce = new InvalidOperationException("broken");
        _opened.First().Stack.Wake();
        while (await events.MoveNextAsync() && events.Current.Kind != VrrpEventKind.OperationFailed)
        {
        }

        Assert.Contains("broken", events.Current.Reason, StringComparison.Ordinal);
        Assert.Equal(VrrpState.Initialize, (await _engine.StopAsync("web", false, Token)).State);
    }

    private static async Task RefusesAsync(VrrpEngineError error, Func<Task> action) =>
        Assert.Equal(error, (await Assert.ThrowsAsync<VrrpEngineException>(action)).Error);

    private Task ReachAsync(string name, VrrpState state) =>
        WaitAsync(async () => (await _engine.GetInstancesAsync(Token)).Single(status => status.Options.Name == name).State == state);

    private static Task WaitAsync(Func<bool> condition) => WaitAsync(() => Task.FromResult(condition()));

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(1, Token);
        }
    }

    private FakeNetworkStack Open(string? networkNamespace)
    {
        switch (networkNamespace)
        {
            case "forbidden":
                throw new NetworkException("open a socket", 1, "Operation not permitted");
            case "missing":
                throw new NetworkException("enter network namespace 'missing'", 2, "there is none of that name");
        }

        var stack = new FakeNetworkStack();
        stack.SetLink("eth0", Link);
        stack.SetPrimary(Link, "192.0.2.10");
        _opened.Enqueue((networkNamespace, stack));
        return stack;
    }
}
