using NginxHa.Agent.Recovery;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Hosting;

/// <summary>
/// The agent's engine as its clients see it: every change is written to the state file before it is made, and none is made while
/// a document is applied.
/// </summary>
internal sealed class AgentEngine(VrrpEngine engine, StateKeeper keeper) : IVrrpEngine, IDisposable
{
    private readonly SemaphoreSlim _changes = new(1, 1);
    private bool _isClosed;

    public EngineKind Kind => engine.Kind;

    /// <summary>Runs changes while nobody else makes any.</summary>
    public async Task<T> ExclusiveAsync<T>(Func<VrrpEngine, Task<T>> change, CancellationToken cancellationToken)
    {
        // Cancelling stops the wait: a change that has begun comes to its end.
        await _changes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _isClosed
                ? throw new VrrpEngineException(VrrpEngineError.AgentUnavailable, "The agent is about to end.")
                : await change(engine).ConfigureAwait(false);
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Stops everything, and refuses every change from then on.</summary>
    public Task CloseAsync() => ExclusiveAsync(async _ =>
    {
        _isClosed = true;
        await engine.StopAllAsync(abandon: false).ConfigureAwait(false);
        keeper.Delete();
        return true;
    }, CancellationToken.None);

    public Task<VrrpInstanceStatus> StartAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ExclusiveAsync(async _ =>
        {
            IReadOnlyList<VrrpInstanceStatus> running = await engine.GetInstancesAsync(CancellationToken.None).ConfigureAwait(false);
            if (running.Any(status => status.Name == options.Name))
            {
                // The engine says what is wrong with that, and nothing is to be written.
                return await engine.StartAsync(options, CancellationToken.None).ConfigureAwait(false);
            }

            Expect(options);
            try
            {
                return await engine.StartAsync(options, CancellationToken.None).ConfigureAwait(false);
            }
            catch (VrrpEngineException)
            {
                keeper.Settle([(options.Name, null)]);
                throw;
            }
        }, cancellationToken);
    }

    public Task<VrrpInstanceStatus> StopAsync(string name, bool abandon, CancellationToken cancellationToken) =>
        ExclusiveAsync(async _ =>
        {
            VrrpInstanceStatus status = await engine.StopAsync(name, abandon, CancellationToken.None).ConfigureAwait(false);
            if (!abandon)
            {
                keeper.Settle([(name, null)]);
            }

            return status;
        }, cancellationToken);

    public Task<VrrpInstanceStatus> UpdateAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ExclusiveAsync(async _ =>
        {
            IReadOnlyList<VrrpInstanceStatus> running = await engine.GetInstancesAsync(CancellationToken.None).ConfigureAwait(false);
            VrrpInstanceOptions? before = running.FirstOrDefault(status => status.Name == options.Name)?.Options;
            if (before is not null)
            {
                Expect(options);
            }

            try
            {
                VrrpInstanceStatus status = await engine.UpdateAsync(options, CancellationToken.None).ConfigureAwait(false);
                keeper.Settle([(options.Name, options)]);
                return status;
            }
            catch (VrrpEngineException) when (before is not null)
            {
                keeper.Settle([(options.Name, before)]);
                throw;
            }
        }, cancellationToken);
    }

    public Task SetGroupAsync(SyncGroupOptions group, CancellationToken cancellationToken) =>
        ExclusiveAsync(async _ =>
        {
            await engine.SetGroupAsync(group, CancellationToken.None).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    public Task RemoveGroupAsync(string name, CancellationToken cancellationToken) =>
        ExclusiveAsync(async _ =>
        {
            await engine.RemoveGroupAsync(name, CancellationToken.None).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    public Task<IReadOnlyList<VrrpInstanceStatus>> GetInstancesAsync(CancellationToken cancellationToken) => engine.GetInstancesAsync(cancellationToken);

    public Task<IReadOnlyList<SyncGroupStatus>> GetGroupsAsync(CancellationToken cancellationToken) => engine.GetGroupsAsync(cancellationToken);

    public IAsyncEnumerable<VrrpEvent> WatchAsync(CancellationToken cancellationToken) => engine.WatchAsync(cancellationToken);

    public void Dispose() => _changes.Dispose();

    private void Expect(VrrpInstanceOptions options)
    {
        try
        {
            keeper.Expect([options]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VrrpEngineException(VrrpEngineError.SystemError, $"The agent's state file cannot be written: {exception.Message}", exception);
        }
    }
}
