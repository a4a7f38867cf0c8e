using System.Globalization;
using System.Threading.Channels;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>
/// Watches the servers of upstreams in the background and takes the unhealthy out of use: <see cref="MonitorCore"/>
/// decides, this asks, waits and carries out.
/// </summary>
public sealed class UpstreamMonitor : IAsyncDisposable
{
    private const int MostNamed = 20;

    private readonly IMonitoredConfiguration _configuration;
    private readonly Func<HealthTarget, CancellationToken, Task<IReadOnlyList<HealthResult>>> _probe;
    private readonly TimeProvider _time;
    private readonly MonitorCore _core;
    private readonly object _gate = new();
    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _throttle;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<MonitorEvent> _events = new();
    private Task _loop = Task.CompletedTask;
    private Task? _change;
    private bool _disposed;
    private DateTimeOffset _nextLook;

    /// <summary>Makes a monitor; it begins with <see cref="Start"/>.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="configuration">What it watches.</param>
    /// <param name="options">How it watches.</param>
    /// <param name="prober">Asks the servers; null for an ordinary one.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="random">Numbers from 0 to 1 for jitter; null for random ones.</param>
    /// <exception cref="ArgumentException">Options that cannot work.</exception>
    public UpstreamMonitor(
        string name,
        IMonitoredConfiguration configuration,
        MonitorOptions options,
        HealthProber? prober = null,
        TimeProvider? timeProvider = null,
        Func<double>? random = null)
        : this(name, configuration, options, ProbeWith(prober ?? new HealthProber(timeProvider: timeProvider), options), timeProvider, random)
    {
    }

    internal UpstreamMonitor(
        string name,
        IMonitoredConfiguration configuration,
        MonitorOptions options,
        Func<HealthTarget, CancellationToken, Task<IReadOnlyList<HealthResult>>> probe,
        TimeProvider? timeProvider,
        Func<double>? random)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Name = name;
        Options = options;
        _configuration = configuration;
        _time = timeProvider ?? TimeProvider.System;
        _probe = probe;
        _core = new MonitorCore(options, random ?? Random.Shared.NextDouble);
        _throttle = new SemaphoreSlim(options.ThrottleLimit);
        Started = _time.GetUtcNow();
    }

    /// <summary>Something happened. Raised on the monitor's own thread of execution; whoever listens must not block it.</summary>
    public event Action<MonitorEvent>? Happened;

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The main file of the configuration that it watches.</summary>
    public string Path => _configuration.Path;

    /// <summary>How it watches.</summary>
    public MonitorOptions Options { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Reloads of nginx so far.</summary>
    public int Reloads { get; private set; }

    /// <summary>Whether it is watching.</summary>
    public bool IsRunning => !_loop.IsCompleted;

    /// <summary>Why the configuration cannot be read at the moment; null when it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins to watch.</summary>
    /// <param name="mayWait">Begin although the configuration cannot be read yet; it is tried again.</param>
    /// <exception cref="ConfigurationException">The configuration cannot be read, and it may not wait.</exception>
    public void Start(bool mayWait = false)
    {
        if (mayWait)
        {
            Reread();
        }
        else
        {
            Read();
        }

        _nextLook = _time.GetUtcNow() + Options.ConfigurationInterval;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>What is known of the servers, in the order of the configuration.</summary>
    public IReadOnlyList<ServerHealth> Servers()
    {
        lock (_gate)
        {
            return _core.Snapshot();
        }
    }

    /// <summary>The last events, oldest first.</summary>
    public IReadOnlyList<MonitorEvent> Events()
    {
        lock (_gate)
        {
            return [.. _events];
        }
    }

    /// <summary>Everything at one moment.</summary>
    public UpstreamMonitorStatus GetStatus() => new(Servers())
    {
        Name = Name,
        Path = Path,
        Running = IsRunning,
        Started = Started,
        Reloads = Reloads,
        Options = Options,
        Events = Events(),
        Problem = Problem,
    };

    /// <summary>How the upstreams stand.</summary>
    public IReadOnlyList<UpstreamSummary> Summarize()
    {
        lock (_gate)
        {
            return _core.Summarize();
        }
    }

    /// <summary>Whether every upstream, or a certain one, has enough healthy servers: what a VRRP instance can track.</summary>
    /// <param name="minimum">How many are enough.</param>
    /// <param name="upstream">Its name; null for every upstream.</param>
    public HealthVerdict Judge(int minimum, string? upstream = null)
    {
        if (!IsRunning)
        {
            return new HealthVerdict(false, $"the monitor '{Name}' has stopped");
        }

        IReadOnlyList<UpstreamSummary> upstreams = Summarize();
        return upstreams.Count == 0 && Problem is { } problem ? new HealthVerdict(false, problem) : HealthVerdict.Of(upstreams, minimum, upstream);
    }

    /// <summary>Ends the watching.</summary>
    /// <param name="keepMarks">
    /// Servers that the monitor took out stay out. Otherwise they come back, because nobody is left to bring them back
    /// later; nginx's own passive checks deal with those that are still unhealthy.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting for the last reload.</param>
    public async Task StopAsync(bool keepMarks, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (keepMarks || Options.ReadOnly)
        {
            return;
        }

        ServerKey[] marked = [.. _configuration.Read().Where(server => server.Down == DownOrigin.Monitor).Select(server => server.Key)];
        if (marked.Length > 0)
        {
            await CarryOutAsync(new MonitorPlan([], marked), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the watching and leaves the marks as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await StopAsync(keepMarks: true, CancellationToken.None).ConfigureAwait(false);
        _stop.Dispose();
        _throttle.Dispose();
    }

    private async Task LoopAsync()
    {
        CancellationToken stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Look();
                TakeAnswers();
                Act(stop);
                Ask(stop);
                await WaitAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it waited.
        }
        finally
        {
            // A change that has begun comes to its end.
            await (_change ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Func<HealthTarget, CancellationToken, Task<IReadOnlyList<HealthResult>>> ProbeWith(HealthProber prober, MonitorOptions options) =>
        (target, cancellationToken) => prober.ProbeAsync(target, options.Check, cancellationToken);

    private void Look()
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (now < _nextLook)
        {
            return;
        }

        _nextLook = now + Options.ConfigurationInterval;
        if (_configuration.HasChanged())
        {
            Reread();
        }
    }

    private void Read()
    {
        IReadOnlyList<ConfiguredServer> servers = _configuration.Read();
        lock (_gate)
        {
            _core.Reconcile(servers, _time.GetUtcNow());
        }

        Problem = null;
    }

    private void Reread()
    {
        try
        {
            Read();
        }
        catch (ConfigurationException e)
        {
            // Told once, not with each look.
            bool told = Problem == e.Message;
            Problem = e.Message;
            if (!told)
            {
                Tell(MonitorEventKind.Failed, [], e.Message);
            }
        }
    }

    private void TakeAnswers()
    {
        while (_answers.Reader.TryRead(out Answer? answer))
        {
            bool changed;
            lock (_gate)
            {
                if (answer.Results.Count == 0)
                {
                    _core.Abandon(answer.Key, _time.GetUtcNow());
                    continue;
                }

                // A name is as healthy as its best address: nginx tries them all.
                HealthResult best = answer.Results.FirstOrDefault(result => result.Healthy) ?? answer.Results[0];
                changed = _core.Report(answer.Key, best.Healthy, best.Reason, best.Latency, _time.GetUtcNow());
                if (changed)
                {
                    answer = answer with { Best = best };
                }
            }

            if (changed && answer.Best is { } decisive)
            {
                Tell(
                    decisive.Healthy ? MonitorEventKind.Healthy : MonitorEventKind.Unhealthy,
                    [answer.Key],
                    $"{answer.Key} is {(decisive.Healthy ? "healthy" : "unhealthy")}: {decisive.Reason}");
            }
        }
    }

    /// <summary>Begins a change when one is due. The questions go on meanwhile: a test of a large configuration takes nginx seconds.</summary>
    private void Act(CancellationToken stop)
    {
        if (_change is not null)
        {
            if (!_change.IsCompleted)
            {
                return;
            }

            _change = null;
        }

        MonitorPlan plan;
        lock (_gate)
        {
            plan = _core.Plan(_time.GetUtcNow());
        }

        if (!plan.IsEmpty)
        {
            _change = ChangeAsync(plan, stop);
        }
    }

    private async Task ChangeAsync(MonitorPlan plan, CancellationToken stop)
    {
        bool success = false;
        try
        {
            success = await CarryOutAsync(plan, stop).ConfigureAwait(false);
        }
        finally
        {
            Reread();
            lock (_gate)
            {
                _core.Applied(success, _time.GetUtcNow());
            }
        }
    }

    private async Task<bool> CarryOutAsync(MonitorPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            TimeSpan? reload = await _configuration.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
            Reloads += reload is null ? 0 : 1;
            string how = reload is { } took ? string.Create(CultureInfo.InvariantCulture, $"nginx reloaded in {took.TotalMilliseconds:0} ms") : "nginx was not reloaded";
            Tell(MonitorEventKind.TakenOut, plan.TakeOut, $"taken out: {Enumerate(plan.TakeOut)}; {how}");
            Tell(MonitorEventKind.BroughtBack, plan.BringBack, $"brought back: {Enumerate(plan.BringBack)}; {how}");
            return true;
        }
        catch (Exception e) when (e is NginxException or ConfigurationException)
        {
            Tell(MonitorEventKind.Failed, [.. plan.TakeOut, .. plan.BringBack], e.Message);
            return false;
        }
    }

    private void Ask(CancellationToken stop)
    {
        IReadOnlyList<(ServerKey Key, HealthTarget Target)> due;
        lock (_gate)
        {
            due = _core.TakeDue(_time.GetUtcNow());
        }

        foreach ((ServerKey key, HealthTarget target) in due)
        {
            _ = AskAsync(key, target, stop);
        }
    }

    private async Task AskAsync(ServerKey key, HealthTarget target, CancellationToken stop)
    {
        IReadOnlyList<HealthResult> results = [];
        try
        {
            await _throttle.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                results = await _probe(target, stop).ConfigureAwait(false);
            }
            finally
            {
                _throttle.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && stop.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _answers.Writer.TryWrite(new Answer(key, results, null));
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset wake;
        bool changing = _change is { IsCompleted: false };
        lock (_gate)
        {
            wake = _core.NextWake(withPlan: !changing) is { } next && next < _nextLook ? next : _nextLook;
        }

        if (wake <= now)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task answer = _answers.Reader.WaitToReadAsync(limit.Token).AsTask();
        Task time = Task.Delay(wake - now, _time, limit.Token);
        await (changing ? Task.WhenAny(answer, time, _change!) : Task.WhenAny(answer, time)).ConfigureAwait(false);
        await limit.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Servers in words; of very many only the first ones, so that a message stays one.</summary>
    private static string Enumerate(IReadOnlyList<ServerKey> servers) => servers.Count <= MostNamed
        ? string.Join(", ", servers)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", servers.Take(MostNamed))} and {servers.Count - MostNamed} more");

    private void Tell(MonitorEventKind kind, IReadOnlyList<ServerKey> servers, string message)
    {
        if (servers.Count == 0 && kind is MonitorEventKind.TakenOut or MonitorEventKind.BroughtBack)
        {
            return;
        }

        var happened = new MonitorEvent(_time.GetUtcNow(), kind, servers, message);
        lock (_gate)
        {
            _events.Enqueue(happened);
            if (_events.Count > 200)
            {
                _events.Dequeue();
            }
        }

        Happened?.Invoke(happened);
    }

    private sealed record Answer(ServerKey Key, IReadOnlyList<HealthResult> Results, HealthResult? Best);
}
