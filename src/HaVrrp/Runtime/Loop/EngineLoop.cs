using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Core;
using NginxHa.Vrrp.Runtime.Events;

namespace NginxHa.Vrrp.Runtime.Loop;

/// <summary>
/// The thread of one network namespace: it waits for packets, timers and commands, and is the only one that touches the core.
/// It ends when its last instance has stopped.
/// </summary>
internal sealed class EngineLoop : IEngineHost
{
    /// <summary>A timer this late means that the thread did not run: what came in meanwhile is heard first.</summary>
    private static readonly long PauseThreshold = TimeSpan.FromMilliseconds(2).Ticks;

    private const int FailuresBeforePause = 3;
    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(100);

    private readonly string? _networkNamespace;
    private readonly VrrpEngineSettings _settings;
    private readonly EventHub _events;
    private readonly IBackgroundWork _work;
    private readonly object _lock = new();
    private readonly LatenessRecord _lateness = new(PauseThreshold);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<Action<VrrpEngineCore>> _commands = new();
    private Queue<Action<VrrpEngineCore>> _running = new();
    private readonly Outbox _outbox;
    private INetworkStack? _stack;
    private volatile bool _hasCommands;
    private bool _isClosed;
    private bool _hasRun;
    private int _failuresInARow;

    private EngineLoop(string? networkNamespace, VrrpEngineSettings settings, EventHub events, IBackgroundWork work)
    {
        _networkNamespace = networkNamespace;
        _settings = settings;
        _events = events;
        _work = work;
        _outbox = new Outbox(Name + " outbox", reason => events.PublishFailure(LocalNow, reason));
    }

    public DateTimeOffset UtcNow => _settings.TimeProvider.GetUtcNow();

    public string? NetworkNamespace => _networkNamespace;

    private DateTimeOffset LocalNow => _settings.TimeProvider.GetLocalNow();

    private string Name => _networkNamespace is null ? "vrrp" : $"vrrp {_networkNamespace}";

    /// <summary>False once the thread has ended or is about to.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return !_isClosed;
            }
        }
    }

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the thread and returns once it has opened the network.</summary>
    /// <exception cref="NetworkException">The system refuses, or there is no such namespace.</exception>
    public static async Task<EngineLoop> StartAsync(string? networkNamespace, VrrpEngineSettings settings, EventHub events, IBackgroundWork work)
    {
        var loop = new EngineLoop(networkNamespace, settings, events, work);
        new Thread(loop.Run)
        {
            IsBackground = true,
            Name = loop.Name,
        }.Start();
        await loop._opened.Task.ConfigureAwait(false);
        return loop;
    }

    /// <summary>Runs a command on the loop's thread.</summary>
    /// <returns>Null when the loop has ended: nothing was run.</returns>
    public Task<T>? TryInvoke<T>(Func<VrrpEngineCore, T> command)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool posted = TryPost(core =>
        {
            try
            {
                T result = command(core);
                _outbox.Post(() => completion.SetResult(result));
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again where the command came from.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _outbox.Post(() => completion.SetException(exception));
            }
        });
        return posted ? completion.Task : null;
    }

    /// <summary>Runs a long command on the loop's thread in turns, between which the loop looks after everything else.</summary>
    /// <param name="turn">Does a part, and says whether that was the last one.</param>
    /// <returns>Null when the loop has ended: nothing was run.</returns>
    public Task? TryInvokeInTurns(Func<VrrpEngineCore, bool> turn)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryPost(Run) ? completion.Task : null;

        void Run(VrrpEngineCore core)
        {
            try
            {
                if (turn(core))
                {
                    _outbox.Post(completion.SetResult);
                }
                else
                {
                    // Behind what has come meanwhile. The loop does not end while a command waits.
                    TryPost(Run);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again where the command came from.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _outbox.Post(() => completion.SetException(exception));
            }
        }
    }

    public void Publish(VrrpEventKind kind, string name, VrrpState previous, VrrpState state, byte priority, string reason)
    {
        DateTimeOffset time = LocalNow;
        _outbox.Post(() => _events.Publish(time, kind, name, previous, state, priority, reason));
    }

    public IDisposable StartCheck(PeriodicTrackOptions track, Action<TrackResult> report) =>
        _work.StartCheck(track, _networkNamespace, result => TryPost(_ => report(result)));

    public void RunHook(HookRequest request) => _outbox.Post(() => _work.RunHook(request, _networkNamespace));

    /// <summary>The loop as it is now; called by the loop's own thread.</summary>
    public EngineLoopStatus ToStatus(VrrpEngineCore core, TimeSpan responseTime) => new()
    {
        NetworkNamespace = _networkNamespace,
        InstanceCount = core.InstanceCount,
        ResponseTime = responseTime,
        WorstLateness = _lateness.WorstAt(_stack!.Now),
        LateTimers = _lateness.Count,
        SendErrors = _stack.SendErrors,
        Refused = core.Refused(),
    };

    private bool TryPost(Action<VrrpEngineCore> command)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _commands.Enqueue(command);
            _hasCommands = true;
            _stack!.Wake();
            return true;
        }
    }

    private void Run()
    {
        try
        {
            using INetworkStack stack = _settings.OpenNetwork(_networkNamespace);
            _stack = stack;
            var core = new VrrpEngineCore(stack, this, _settings.WaitForInterfaces);
            if (_settings.RaiseThreadPriority)
            {
                LoopPriority.Raise(_settings.RealTimePriority);
            }

            _outbox.Post(_opened.SetResult);
            while (!TryClose(core))
            {
                Turn(core, stack);
            }
        }
#pragma warning disable CA1031 // The caller of StartAsync gets it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _outbox.Post(() => _opened.TrySetException(exception));
        }
        finally
        {
            lock (_lock)
            {
                _isClosed = true;
            }

            _outbox.Complete(_ended.SetResult);
        }
    }

    private void Turn(VrrpEngineCore core, INetworkStack stack)
    {
        try
        {
            stack.Poll(core.NextDeadline, core);
            RunCommands(core);
            long now = stack.Now;
            long lateness = now - core.NextDeadline;
            if (lateness >= 0)
            {
                _lateness.Add(lateness, now);
            }

            if (lateness > PauseThreshold)
            {
                stack.Poll(0, core);
            }

            core.RunTimers(stack.Now);
            _failuresInARow = 0;
        }
#pragma warning disable CA1031 // A fault in one instance must not end those of all others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            PublishFailure(exception);
            if (++_failuresInARow > FailuresBeforePause)
            {
                // Something is broken for good; it shall not take the processor and everyone's event queue as well.
                Thread.Sleep(FailurePause);
            }
        }
    }

    private void PublishFailure(Exception exception)
    {
        DateTimeOffset time = LocalNow;
        _outbox.Post(() => _events.PublishFailure(time, exception.ToString()));
    }

    private void RunCommands(VrrpEngineCore core)
    {
        if (!_hasCommands)
        {
            return;
        }

        lock (_lock)
        {
            _hasCommands = false;
            (_commands, _running) = (_running, _commands);
        }

        while (_running.TryDequeue(out Action<VrrpEngineCore>? command))
        {
            _hasRun = true;
            command(core);
        }
    }

    /// <summary>Ends the loop when it has nothing left to do; a command that comes later starts another one.</summary>
    private bool TryClose(VrrpEngineCore core)
    {
        if (core.InstanceCount > 0)
        {
            return false;
        }

        lock (_lock)
        {
            _isClosed |= _hasRun && core.InstanceCount == 0 && _commands.Count == 0;
            return _isClosed;
        }
    }
}
