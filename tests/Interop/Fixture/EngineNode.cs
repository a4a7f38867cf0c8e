using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>An engine of ours that runs instances on one node, as the service of a real node would.</summary>
public sealed class EngineNode : IDisposable
{
    /// <summary>More than the slowest change at an interval of 1 s, on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly VrrpEngine _engine = new();
    private readonly List<VrrpEvent> _events = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _listening;
    private bool _disposed;

    /// <summary>Makes an engine without instances.</summary>
    public EngineNode(TestNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        Node = node;
        IAsyncEnumerator<VrrpEvent> events = _engine.WatchAsync(_ending.Token).GetAsyncEnumerator();
        ValueTask<bool> first = events.MoveNextAsync();
        _listening = ListenAsync(events, first);
        node.Network.Own(this);
    }

    /// <summary>Node it runs on.</summary>
    public TestNode Node { get; }

    /// <summary>The engine.</summary>
    public VrrpEngine Engine => _engine;

    /// <summary>Every event so far.</summary>
    public IReadOnlyList<VrrpEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Starts an instance in the node's namespace.</summary>
    public Task<VrrpInstanceStatus> StartAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _engine.StartAsync(options with { NetworkNamespace = Node.Namespace }, cancellationToken);
    }

    /// <summary>Stops an instance in good order.</summary>
    public Task<VrrpInstanceStatus> StopAsync(string name, CancellationToken cancellationToken) =>
        _engine.StopAsync(name, abandon: false, cancellationToken);

    /// <summary>Ends an instance as if the engine had been killed.</summary>
    public Task<VrrpInstanceStatus> AbandonAsync(string name, CancellationToken cancellationToken) =>
        _engine.StopAsync(name, abandon: true, cancellationToken);

    /// <summary>One instance now.</summary>
    public async Task<VrrpInstanceStatus> GetAsync(string name, CancellationToken cancellationToken) =>
        (await _engine.GetInstancesAsync(cancellationToken)).Single(status => status.Options.Name == name);

    /// <summary>Waits until an instance is in a state.</summary>
    public Task<VrrpInstanceStatus> WaitForStateAsync(string name, VrrpState state, CancellationToken cancellationToken) =>
        WaitForStateAsync(name, state, Patience, cancellationToken);

    /// <summary>Waits until an instance is in a state.</summary>
    public Task<VrrpInstanceStatus> WaitForStateAsync(string name, VrrpState state, TimeSpan patience, CancellationToken cancellationToken) =>
        WaitForAsync(name, status => status.State == state, $"{state}", patience, cancellationToken);

    /// <summary>Waits until something holds for an instance.</summary>
    public async Task<VrrpInstanceStatus> WaitForAsync(
        string name, Func<VrrpInstanceStatus, bool> condition, string description, TimeSpan patience, CancellationToken cancellationToken)
    {
        VrrpInstanceStatus? status = null;
        await Eventually.TrueAsync(
            () => condition(status = GetAsync(name, cancellationToken).GetAwaiter().GetResult()),
            patience,
            () => $"{name} on {Node.Name} {description}; it is {status?.State} because \"{status?.Reason}\", events:\n{DescribeEvents()}",
            cancellationToken);
        return status!;
    }

    /// <summary>The events, for messages.</summary>
    public string DescribeEvents() =>
        string.Join('\n', Events.Select(happened => $"{happened.Time:HH:mm:ss.fff} {happened.Name} {happened.Kind} {happened.PreviousState}->{happened.State}: {happened.Reason}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _ending.Cancel();
        _listening.GetAwaiter().GetResult();
        _ending.Dispose();
    }

    private async Task ListenAsync(IAsyncEnumerator<VrrpEvent> events, ValueTask<bool> next)
    {
        try
        {
            while (await next.ConfigureAwait(false))
            {
                lock (_lock)
                {
                    _events.Add(events.Current);
                }

                next = events.MoveNextAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
        finally
        {
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }
}
