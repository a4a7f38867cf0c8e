using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>
/// Runs the script hooks of one instance or group: in one background runspace, one after the other, in the order of the
/// events. The engine never waits for it: events queue meanwhile.
/// </summary>
internal sealed class HookRunner : IDisposable
{
    internal const int MaximumMessages = 100;
    private const string EventVariable = "VrrpEvent";

    private readonly ScriptRunspace _runspace;
    private readonly Action<VrrpEvent, string> _reportFailure;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<HookMessage> _messages = new();
    private volatile HookScripts _scripts;

    /// <summary>Subscribes to the engine: every later event of the instance is seen. The hooks wait for <see cref="Release"/>.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="name">Name of the instance or group.</param>
    /// <param name="isGroup">Whether it is a group.</param>
    /// <param name="scripts">The hooks.</param>
    /// <param name="reportFailure">Takes the event and the reason when a hook fails.</param>
    public HookRunner(IVrrpEngine engine, string name, bool isGroup, HookScripts scripts, Action<VrrpEvent, string> reportFailure)
    {
        Name = name;
        IsGroup = isGroup;
        _scripts = scripts;
        _reportFailure = reportFailure;
        _runspace = new ScriptRunspace($"NginxHa hooks of {name}");
        var subscription = new EventSubscription(engine);
        Completion = Task.Run(() => FollowAsync(subscription));
    }

    /// <summary>Name of the instance or group.</summary>
    public string Name { get; }

    /// <summary>Whether these are the hooks of a group.</summary>
    public bool IsGroup { get; }

    /// <summary>Ends after the hooks of a stop, or when the runner was disposed.</summary>
    public Task Completion { get; }

    /// <summary>The hooks; a change holds from the next event on.</summary>
    public HookScripts Scripts
    {
        get => _scripts;
        set => _scripts = value;
    }

    /// <summary>The last messages of the hooks, oldest first.</summary>
    public IReadOnlyList<HookMessage> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Lets the hooks run, those of the events since the start first.</summary>
    public void Release() => _release.TrySetResult();

    public void Dispose()
    {
        _stop.Cancel();
        _runspace.Dispose();
    }

    private async Task FollowAsync(EventSubscription subscription)
    {
        try
        {
            await _release.Task.WaitAsync(_stop.Token).ConfigureAwait(false);
            await foreach (VrrpEvent happened in subscription.Events.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                if (!IsOurs(happened))
                {
                    continue;
                }

                foreach ((string hook, CapturedScript script) in _scripts.For(happened))
                {
                    await RunAsync(hook, script, happened).ConfigureAwait(false);
                }

                if (happened is { Kind: VrrpEventKind.StateChanged, State: VrrpState.Initialize })
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Disposed: whatever ran was stopped.
        }
        finally
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            _runspace.Dispose();
        }
    }

    private bool IsOurs(VrrpEvent happened) =>
        string.Equals(happened.Name, Name, StringComparison.Ordinal)
        && (happened.Kind == VrrpEventKind.GroupStateChanged) == IsGroup;

    private async Task RunAsync(string hook, CapturedScript script, VrrpEvent happened)
    {
        ScriptResult result = await _runspace.RunAsync(script, happened, EventVariable, _stop.Token).ConfigureAwait(false);
        foreach ((HookMessageLevel level, string text) in result.Messages)
        {
            Keep(hook, level, text);
        }

        if (result.Failure is { } failure)
        {
            Keep(hook, HookMessageLevel.Error, failure);
            _reportFailure(happened, $"{hook}: {failure}");
        }
    }

    private void Keep(string hook, HookMessageLevel level, string text)
    {
        lock (_messages)
        {
            if (_messages.Count == MaximumMessages)
            {
                _messages.Dequeue();
            }

            _messages.Enqueue(new HookMessage(DateTimeOffset.Now, hook, level, text));
        }
    }
}
