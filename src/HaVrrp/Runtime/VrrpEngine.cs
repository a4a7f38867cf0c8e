using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Background;
using NginxHa.Vrrp.Runtime.Core;
using NginxHa.Vrrp.Runtime.Events;
using NginxHa.Vrrp.Runtime.Loop;

namespace NginxHa.Vrrp.Runtime;

/// <summary>
/// The engine in this process. It has one thread for each network namespace in which an instance runs, and none while no
/// instance runs; it can be used again after everything was stopped.
/// </summary>
public sealed partial class VrrpEngine : IVrrpEngine, IAsyncDisposable
{
    private readonly VrrpEngineSettings _settings;
    private readonly EventHub _events;
    private readonly BackgroundWork _work;
    private readonly SemaphoreSlim _changes = new(1, 1);
    private readonly Dictionary<string, EngineLoop> _loops = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EngineLoop> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SyncGroupOptions Options, DateTimeOffset Since)> _groups = new(StringComparer.Ordinal);

    /// <summary>Creates an engine; it touches nothing before the first instance is started.</summary>
    /// <param name="settings">What it is made of; null for the system's network and clock.</param>
    public VrrpEngine(VrrpEngineSettings? settings = null)
    {
        _settings = settings ?? new VrrpEngineSettings();
        _events = new EventHub(_settings.Kind, _settings.TimeProvider);
        _work = new BackgroundWork(
            _settings.TimeProvider,
            (request, reason) => _events.Publish(VrrpEventKind.HookFailed, request.Owner, request.State, request.State, request.Priority, reason));
    }

    /// <inheritdoc/>
    public EngineKind Kind => _settings.Kind;

    /// <summary>
    /// Answers an <see cref="UpstreamTrackOptions"/>: whether the monitor that it names finds enough healthy servers. Set by
    /// whoever hosts both; without it such tracks are down. It is called on threads of the pool.
    /// </summary>
    public Func<UpstreamTrackOptions, CancellationToken, ValueTask<TrackResult>>? UpstreamCheck
    {
        get => _work.UpstreamCheck;
        set => _work.UpstreamCheck = value;
    }

    /// <inheritdoc/>
    public Task<VrrpInstanceStatus> StartAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ChangeAsync(
            async () => await StartOneAsync(options, await CheckAsync(options).ConfigureAwait(false)).ConfigureAwait(false), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<VrrpInstanceStatus> StopAsync(string name, bool abandon, CancellationToken cancellationToken) =>
        ChangeAsync(async () =>
        {
            EngineLoop loop = await RequireHomeAsync(name).ConfigureAwait(false);
            VrrpInstanceStatus status = await InvokeAsync(loop, core => core.Stop(name, abandon) with { Engine = Kind }).ConfigureAwait(false);
            _homes.Remove(name);
            return status;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<VrrpInstanceStatus> UpdateAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ChangeAsync(async () =>
        {
            EngineLoop loop = await RequireHomeAsync(options.Name).ConfigureAwait(false);
            return await InvokeAsync(loop, core => core.Update(options) with { Engine = Kind }).ConfigureAwait(false);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VrrpInstanceStatus>> GetInstancesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<VrrpInstanceStatus> statuses = await ChangeAsync(async () =>
        {
            var all = new List<VrrpInstanceStatus>();
            foreach (EngineLoop loop in _loops.Values.ToArray())
            {
                if (loop.TryInvoke(core => core.GetInstances(Kind)) is { } answer)
                {
                    all.AddRange(await answer.ConfigureAwait(false));
                }
            }

            return (IReadOnlyList<VrrpInstanceStatus>)all;
        }, cancellationToken).ConfigureAwait(false);
        return [.. statuses.OrderBy(static status => status.Options.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<VrrpEvent> WatchAsync(CancellationToken cancellationToken) => _events.Subscribe(cancellationToken);

    /// <summary>
    /// Stops every instance (priority 0 is sent, addresses are removed), forgets every group, and waits for stop hooks, no
    /// longer than <see cref="VrrpEngineSettings.StopTimeout"/> altogether.
    /// </summary>
    /// <param name="abandon">Leave everything as it is, as if the process had been killed.</param>
    public async Task StopAllAsync(bool abandon)
    {
        using var deadline = new CancellationTokenSource(_settings.StopTimeout);
        try
        {
            await ChangeAsync(async () =>
            {
                foreach (EngineLoop loop in _loops.Values.ToArray())
                {
                    Task<bool>? stopped = loop.TryInvoke(core =>
                    {
                        core.StopAll(abandon);
                        return true;
                    });
                    if (stopped is not null)
                    {
                        await stopped.WaitAsync(deadline.Token).ConfigureAwait(false);
                    }

                    await loop.Ended.WaitAsync(deadline.Token).ConfigureAwait(false);
                }

                _loops.Clear();
                _homes.Clear();
                _groups.Clear();
                return true;
            }, deadline.Token).ConfigureAwait(false);
            await _work.DrainHooksAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // Whoever stops everything is leaving; it is not kept waiting for a system that does not answer.
        }
    }

    /// <inheritdoc cref="StopAllAsync"/>
    public async ValueTask DisposeAsync()
    {
        await StopAllAsync(abandon: false).ConfigureAwait(false);
        _work.Dispose();
    }

    /// <summary>Refuses what can be refused before a thread is started and a namespace entered for it.</summary>
    /// <returns>The group of the instance, or null.</returns>
    private async Task<SyncGroupOptions?> CheckAsync(VrrpInstanceOptions options)
    {
        if (await FindHomeAsync(options.Name).ConfigureAwait(false) is not null)
        {
            throw new VrrpEngineException(VrrpEngineError.NameInUse, $"An instance with the name '{options.Name}' runs already.");
        }

        Require(VrrpInstanceOptionsValidator.Validate(options));
        return await GroupOfAsync(options).ConfigureAwait(false);
    }

    private async Task<VrrpInstanceStatus> StartOneAsync(VrrpInstanceOptions options, SyncGroupOptions? group)
    {
        while (true)
        {
            EngineLoop loop = await LoopOfAsync(options.NetworkNamespace).ConfigureAwait(false);
            Task<VrrpInstanceStatus>? started = loop.TryInvoke(core =>
            {
                if (group is not null)
                {
                    core.SetGroup(group);
                }

                return core.Start(options) with { Engine = Kind };
            });
            if (started is not null)
            {
                VrrpInstanceStatus status = await started.ConfigureAwait(false);
                _homes[options.Name] = loop;
                return status;
            }
        }
    }

    private static void Require(IReadOnlyList<OptionProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new VrrpEngineException(VrrpEngineError.InvalidOptions, string.Join(Environment.NewLine, problems));
        }
    }

    /// <summary>Changes come one after the other, so that a name or a group is never half there. Cancelling stops the wait, not the change.</summary>
    private async Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _changes.Release();
        }
    }

    private async Task<EngineLoop> LoopOfAsync(string? networkNamespace)
    {
        string key = networkNamespace ?? "";
        if (_loops.TryGetValue(key, out EngineLoop? loop) && loop.IsOpen)
        {
            return loop;
        }

        try
        {
            loop = await EngineLoop.StartAsync(networkNamespace, _settings, _events, _work).ConfigureAwait(false);
        }
        catch (NetworkException exception)
        {
            throw exception.ToEngineException(networkNamespace is not null);
        }
        catch (PlatformNotSupportedException exception)
        {
            throw new VrrpEngineException(VrrpEngineError.SystemError, exception.Message, exception);
        }

        _loops[key] = loop;
        return loop;
    }

    private async Task<EngineLoop> RequireHomeAsync(string name) =>
        await FindHomeAsync(name).ConfigureAwait(false)
        ?? throw new VrrpEngineException(VrrpEngineError.NotFound, $"There is no instance '{name}'.");

    private async Task<EngineLoop?> FindHomeAsync(string name)
    {
        if (!_homes.TryGetValue(name, out EngineLoop? loop))
        {
            return null;
        }

        if (loop.TryInvoke(core => core.HasInstance(name)) is { } answer && await answer.ConfigureAwait(false))
        {
            return loop;
        }

        _homes.Remove(name);
        return null;
    }

    private static Task<T> InvokeAsync<T>(EngineLoop loop, Func<VrrpEngineCore, T> command) =>
        loop.TryInvoke(command) ?? throw new VrrpEngineException(VrrpEngineError.NotFound, "The instance has stopped meanwhile.");
}
